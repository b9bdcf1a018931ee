# To a customer who could not be reached.
sms-call-when = Dear { $name }, we should like to hear how content you are and could not reach you. Please reply with a time that suits you.
