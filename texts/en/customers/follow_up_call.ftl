# To a customer who could not be reached.
sms-call-when = Dear { $name }, we would like to know whether you are satisfied with our service but could not reach you. Please reply with a time that suits you.
