# 个人信息请求。交给本人的副本见 customers/privacy_request.ftl。
privacy-request-summary = 个人信息请求 { $ticket }
privacy-carry-out = 执行本人的请求

stage-identity = 待核实身份
stage-deciding = 待决定
stage-granted = 执行中
stage-blocked = 有事项未了结，暂不能执行
stage-to_tell = 待答复本人
stage-told = 已答复本人

act-check_identity = 核实身份
act-identity_not_shown = 身份无法核实
act-decide_request = 决定请求
act-carry_out_request = 再次执行请求
act-answer_request = 答复本人

promise-privacy-answered = 答复个人信息请求

rung-privacy-five-days-left = 还剩5个工作日，通知班长
rung-privacy-two-days-left = 还剩2个工作日，通知客服主管
rung-privacy-overdue = 逾期未答复，通知经理

reason-request_answered = 已答复本人
reason-request_refused = 已拒绝并说明理由

event-check_identity = 已核实请求人身份
event-decide_request = 已对请求作出决定

voice-privacy-due-soon =
    一项个人信息请求{ $late ->
        [yes] 应在{ $due }前答复本人，现已逾期，请立即处理。
       *[no] 应在{ $due }前答复本人。
    }确认收到请按1。
voice-privacy-overdue = 一项个人信息请求已逾期未答复本人，请立即处理。确认收到请按1。

sms-privacy-due-soon =
    一项个人信息请求{ $late ->
        [yes] 应在{ $due }前答复本人，现已逾期，请立即处理。
       *[no] 应在{ $due }前答复本人。
    }工单 { $ticket }，详情：{ $link }
sms-privacy-overdue = 一项个人信息请求已逾期未答复本人，请立即处理。工单 { $ticket }，详情：{ $link }

kept-contract = 合同及结算资料须留存，以备主张权利
kept-after_sales = 保修和投诉记录须留存，以备主张权利


problem-no-such-request = 没有这个请求
problem-no-such-request-detail = 请在类型为 PrivacyRequest 的工单列表中查找编号。
problem-no-such-copy = 没有副本
problem-no-such-copy-detail = 副本尚未制作，或已按留存期限删除。请查看请求的进度。

invalid-refusal-ground = 没有说明理由。
invalid-refusal-ground-action = 请填写 ground：拒绝或部分同意时须告知本人理由。
invalid-corrections = 没有写明要更正什么。
invalid-corrections-action = 更正请求请填写 corrections；其他请求请去掉。
