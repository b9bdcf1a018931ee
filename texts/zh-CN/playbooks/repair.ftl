# 保修维修（P7）。
repair-summary = 保修维修 { $ticket }

stage-crew_wanted = 待派工队
stage-called = 已通知工队
stage-acknowledged = 工队已确认
stage-on_site = 工队已到场
stage-quoted = 报价待业主答复
stage-planned = 已报方案，施工中
stage-waiting_parts = 等待配件
stage-done = 已完工，待回访

act-assign_crew = 派工队
act-acknowledge = 工队确认
act-arrive = 工队到场
act-appoint = 预约时间
act-hand_to_crew = 改派工队
act-crew_declines = 工队退单
act-file_plan = 提交维修方案
act-quote = 保修外报价
act-customer_agrees = 业主同意报价
act-customer_declines = 业主不同意报价
act-dispute_arrival = 业主反映未到场
act-wait_for_parts = 等待配件
act-parts_arrived = 配件到货
act-complete = 完工

promise-on-site = 工队到场
promise-plan = 维修方案
promise-repaired = 维修完成

rung-two-hours-left = 还剩2小时，提醒工队
rung-one-hour-left = 还剩1小时，提醒工队
rung-not-on-site = 到场超时，通知部门负责人
rung-not-on-site-2h = 仍未到场，通知客服主管
rung-not-on-site-8h = 长时间未到场，通知经理
rung-plan-overdue = 方案超时，提醒工队
rung-plan-overdue-day = 方案超时一天，通知部门负责人
rung-repair-day-left = 还剩一天，提醒工队
rung-repair-overdue = 维修超期，通知部门负责人
rung-repair-overdue-2d = 维修超期两天，通知经理

reason-solved = 已解决
reason-quote_declined = 业主不同意报价

details-event-crew_assessed = 记入工队考核
event-crew_assessed = 记入工队考核：{ $arrived_in_time }，重新开启 { $reopened } 次，业主{ $satisfaction }

arrived-in-time-true = 按时到场
arrived-in-time-false = 迟到

voice-repair-crew =
    { $urgent ->
        [yes] 加急！
       *[no] {""}
    }{ $reopened ->
        [yes] 业主不满意，需返修
       *[no] 有新的保修维修
    }：{ $place }，{ $trade }，{ $what }。{ $late ->
        [yes] 到场时限{ $due }已过，请立即
       *[no] 请在{ $due }前
    }{ $stand_in ->
        [yes] 安排人到场。确认收到请按1。
       *[no] 到场。确认收到请按1，已到场请按2。
    }
voice-repair-no-crew =
    { $urgent ->
        [yes] 加急！
       *[no] {""}
    }保修维修还没有工队，请尽快派工：{ $place }，{ $trade }，{ $what }。确认收到请按1。
voice-repair-two-hours-left =
    { $late ->
        [yes] 到场时限{ $due }已过，请立即
       *[no] 到场时限将到，请在{ $due }前
    }{ $stand_in ->
        [yes] 安排人赶到
       *[no] 赶到
    }：{ $place }，{ $trade }，{ $what }。{ $stand_in ->
        [yes] 确认收到请按1。
       *[no] 确认收到请按1，已到场请按2。
    }
voice-repair-not-on-site = 工队超时未到场，请督办：{ $place }，{ $trade }，{ $what }。{ $crew }应在{ $due }前到场。确认收到请按1。
voice-repair-plan-overdue =
    { $role ->
        [crew_leader] 请尽快提交维修方案，时限{ $due }已过
       *[other] { $crew }的维修方案应在{ $due }前提交，现已超时，请督促
    }：{ $place }，{ $trade }，{ $what }。确认收到请按1。
voice-repair-overdue =
    { $role ->
        [crew_leader] { $late ->
            [yes] 完工时限{ $due }已过，请尽快完成维修
           *[no] 请在{ $due }前完成维修
        }
       *[other] { $late ->
            [yes] { $crew }应在{ $due }前完成维修，现已超期，请督办
           *[no] { $crew }应在{ $due }前完成维修，请关注
        }
    }：{ $place }，{ $trade }，{ $what }。确认收到请按1。
voice-repair-reopened = 业主对维修不满意，已重新开启，请关注：{ $place }，{ $trade }，{ $what }。确认收到请按1。

sms-repair-crew =
    { $urgent ->
        [yes] 加急！
       *[no] {""}
    }{ $reopened ->
        [yes] 业主不满意，需返修
       *[no] 有新的保修维修
    }：{ $place }，{ $trade }，{ $what }。{ $late ->
        [yes] 到场时限{ $due }已过，请立即
       *[no] 请在{ $due }前
    }{ $stand_in ->
        [yes] 安排人到场。
       *[no] 到场。
    }工单 { $ticket }，详情：{ $link }
sms-repair-no-crew =
    { $urgent ->
        [yes] 加急！
       *[no] {""}
    }保修维修还没有工队，请尽快派工：{ $place }，{ $trade }，{ $what }。工单 { $ticket }，详情：{ $link }
sms-repair-two-hours-left =
    { $late ->
        [yes] 到场时限{ $due }已过，请立即
       *[no] 到场时限将到，请在{ $due }前
    }{ $stand_in ->
        [yes] 安排人赶到
       *[no] 赶到
    }：{ $place }，{ $trade }，{ $what }。工单 { $ticket }，详情：{ $link }
sms-repair-not-on-site = 工队超时未到场，请督办：{ $place }，{ $trade }，{ $what }。{ $crew }应在{ $due }前到场。工单 { $ticket }，详情：{ $link }
sms-repair-plan-overdue =
    { $role ->
        [crew_leader] 请尽快提交维修方案，时限{ $due }已过
       *[other] { $crew }的维修方案应在{ $due }前提交，现已超时，请督促
    }：{ $place }，{ $trade }，{ $what }。工单 { $ticket }，详情：{ $link }
sms-repair-overdue =
    { $role ->
        [crew_leader] { $late ->
            [yes] 完工时限{ $due }已过，请尽快完成维修
           *[no] 请在{ $due }前完成维修
        }
       *[other] { $late ->
            [yes] { $crew }应在{ $due }前完成维修，现已超期，请督办
           *[no] { $crew }应在{ $due }前完成维修，请关注
        }
    }：{ $place }，{ $trade }，{ $what }。工单 { $ticket }，详情：{ $link }
sms-repair-reopened = 业主对维修不满意，已重新开启，请关注：{ $place }，{ $trade }，{ $what }。工单 { $ticket }，详情：{ $link }
fact-trade = 工种

sms-repair-appointed = 保修维修工单 { $ticket } 约定{ $at }上门，请按时到场。 { $link }
sms-repair-moved = 保修维修工单 { $ticket } 的时限改为{ $due }。 { $link }
sms-repair-urgent = 保修维修工单 { $ticket } 已改为紧急，请在{ $due }前完成当前步骤。 { $link }
sms-repair-ended = 保修维修工单 { $ticket } 已结束，不必再去现场。
sms-repair-other-crew = 保修维修工单 { $ticket } 已改派其他工队，不必再去现场。

sms-repair-received-customer = 尊敬的{ $name }：您的报修已受理，编号{ $ticket }。我们会尽快安排师傅与您联系。
sms-repair-appointed-customer = 尊敬的{ $name }：您的报修（{ $ticket }）约定{ $at }上门，届时请留人在家。如需改期请联系客服。
sms-repair-quoted-customer = 尊敬的{ $name }：您的报修（{ $ticket }）不在保修范围，维修报价{ $amount }元。客服会与您确认，您同意后再施工。
sms-repair-done-customer = 尊敬的{ $name }：您的报修（{ $ticket }）已维修完成。我们会致电回访，感谢您的配合。
call-about-repair-on_site = 到场情况回访
call-about-repair-done = 维修完成回访

# 报修时可以说的工种，第一个是常用名。
trade-words-plumbing = 水电、水暖、水工、管道
trade-words-electric = 电工、电路、强弱电
trade-words-tiling = 泥瓦、瓦工、泥工、贴砖
trade-words-carpentry = 木工、木作
trade-words-painting = 油漆、油工、涂料、墙面
trade-words-waterproofing = 防水
trade-words-doors = 门窗
