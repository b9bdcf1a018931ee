# 咨询（P9）：阶段、操作、承诺、通知，以及发给客户的短信。
enquiry-summary = 咨询 { $ticket }
stage-enquiry-asked = 待答复
stage-enquiry-with_department = 已转部门，待答复
stage-enquiry-apology_due = 超过期限，待向客户说明进展
stage-enquiry-answered = 已答复，待回访
act-enquiry-answer = 答复客户
act-enquiry-ask_department = 请部门答复
act-enquiry-confirm_department = 部门确认接收
act-enquiry-take_back = 收回
act-enquiry-tell_how_it_stands = 已致电客户说明进展并致歉
act-enquiry-send_apology = 发短信说明进展并致歉
reason-enquiry-answered = 已答复，客户认可
reason-enquiry-answered_at_once = 当场答复，客户认可
promise-enquiry-answer = 答复客户
rung-enquiry-answer-soon = 答复期限将到，提醒班长
rung-enquiry-answer-overdue = 答复超时，通知班长
rung-enquiry-answer-overdue-4h = 答复仍超时，通知客服主管
rung-enquiry-answer-overdue-day = 答复超时一天，通知经理
voice-enquiry-soon =
    { $customer }咨询：{ $what }。{ $late ->
        [yes] 应在{ $due }前答复，现已超时，请立即安排。
       *[no] 请安排在{ $due }前答复。
    }确认收到请按1。
sms-enquiry-soon =
    { $customer }咨询：{ $what }。{ $late ->
        [yes] 应在{ $due }前答复，现已超时，请立即安排。
       *[no] 请安排在{ $due }前答复。
    }工单 { $ticket }，详情：{ $link }
voice-enquiry-overdue = { $customer }咨询：{ $what }。应在{ $due }前答复，现已超时，请督办。确认收到请按1。
sms-enquiry-overdue = { $customer }咨询：{ $what }。应在{ $due }前答复，现已超时，请督办。工单 { $ticket }，详情：{ $link }
voice-enquiry-department =
    { $customer }咨询：{ $what }。{ $late ->
        [yes] 需贵部门立即答复，时限{ $due }已过。
       *[no] 需贵部门在{ $due }前答复。
    }确认接收请按1。
sms-enquiry-department =
    { $customer }咨询：{ $what }。{ $late ->
        [yes] 需贵部门立即答复，时限{ $due }已过。
       *[no] 需贵部门在{ $due }前答复。
    }工单 { $ticket }，详情：{ $link }
voice-enquiry-apology = { $customer }咨询：{ $what }。两天仍未答复，请在一小时内致电客户说明进展并致歉，否则系统将自动发送短信。确认收到请按1。
sms-enquiry-apology = { $customer }咨询：{ $what }。两天仍未答复，请在一小时内致电客户说明进展并致歉，否则系统将自动发送短信。工单 { $ticket }，详情：{ $link }
sms-enquiry-how-it-stands = 尊敬的{ $name }：您的咨询（{ $ticket }）我们仍在处理，未能及时答复，深表歉意。我们将在{ $until }前给您答复。
enquiry-wait-for-answer = 等待答复，到期向客户致歉
enquiry-wait-for-person = 等待客服向客户说明进展
enquiry-send-apology = 短信告知客户进展
details-event-apology_due = 到期未答复，待向客户说明进展
details-event-apology_sent = 已自动发短信说明进展并致歉

call-about-enquiry-answered = 咨询答复回访
