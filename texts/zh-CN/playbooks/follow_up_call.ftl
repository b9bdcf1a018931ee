# 回访（P10）。
follow-up-summary = 回访 { $ticket }
follow-up-choose = 分配客服
follow-up-wait = 等待可致电时段
follow-up-dial = 先接通客服，再接通业主
follow-up-ask-by-sms = 短信询问方便时间
follow-up-wait-for-reply = 等待短信回复

stage-no_agent = 待分配客服专员
stage-scheduled = 已排定时间
stage-ready = 待拨打
stage-dialling = 正在拨打
stage-to_record = 待填回访记录
stage-asked = 已发短信约时间
stage-with_supervisor = 待客服主管处理

act-dial = 拨打业主电话
act-record_result = 填写回访结果
act-prefer_time = 业主另约时间
act-reassign = 改派客服专员
act-call_again = 重新回访
act-close_unreached = 以“联系不上”结束

promise-follow-up-call = 回访

rung-call-day-left = 回访还剩一天，通知班长
rung-call-overdue = 回访超期，通知客服主管
rung-call-overdue-day = 回访超期一天，通知经理

reason-recorded = 已有回访结果
reason-unreached = 联系不上业主

details-event-agent_chosen = 已分配客服专员
details-event-attempt = 已拨打
details-event-not_connected = 客服电话未接通，可再次拨打

satisfaction-satisfied = 满意
satisfaction-neutral = 一般
satisfaction-dissatisfied = 不满意

voice-call-due-soon =
    回访{ $customer }：{ $late ->
        [yes] 应于{ $due }前完成，现已超期，请立即安排。
       *[no] 应于{ $due }前完成，请安排。
    }确认收到请按1。
voice-call-overdue = 回访{ $customer }已超期，时限为{ $due }，请督办。确认收到请按1。
voice-call-no-agent = 回访{ $customer }还没有客服专员，请指派。确认收到请按1。
voice-call-unreached = 回访联系不上{ $customer }，请处理。确认收到请按1。

sms-call-due-soon =
    回访{ $customer }：{ $late ->
        [yes] 应于{ $due }前完成，现已超期，请立即安排。
       *[no] 应于{ $due }前完成，请安排。
    }工单 { $ticket }，详情：{ $link }
sms-call-overdue = 回访{ $customer }已超期，时限为{ $due }，请督办。工单 { $ticket }，详情：{ $link }
sms-call-no-agent = 回访{ $customer }还没有客服专员，请指派。工单 { $ticket }，详情：{ $link }
sms-call-unreached = 回访联系不上{ $customer }，请处理。工单 { $ticket }，详情：{ $link }

problem-incomplete = 记录不完整
problem-incomplete-detail = 回访须填写完整记录才能结束：满意、一般或不满意，以及对什么满意或不满意。

invalid-with-what = 没有写明客户对什么不满意
invalid-with-what-action = 请填写 with_what。
