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

voice-repair-crew = 有新的保修维修工单 { $ticket }，请在{ $due }前到达现场。确认收到请按1，已到现场请按2。
voice-repair-no-crew = 保修维修工单 { $ticket } 还没有工队，请尽快派工。确认收到请按1。
voice-repair-two-hours-left = 保修维修工单 { $ticket } 时限将到，请在{ $due }前到达现场。确认收到请按1，已到现场请按2。
voice-repair-not-on-site = 保修维修工单 { $ticket } 已超时，承诺{ $due }前到场，工队仍未到达，请督办。确认收到请按1。
voice-repair-plan-overdue = 保修维修工单 { $ticket } 的维修方案已超时，时限为{ $due }，请督促提交。确认收到请按1。
voice-repair-overdue = 保修维修工单 { $ticket } 应于{ $due }前完成，请督办。确认收到请按1。
voice-repair-reopened = 保修维修工单 { $ticket }，业主不满意，已重新开启，请关注。确认收到请按1。

sms-repair-crew = 有新的保修维修工单 { $ticket }，请在{ $due }前到达现场。
sms-repair-no-crew = 保修维修工单 { $ticket } 还没有工队，请尽快派工。
sms-repair-two-hours-left = 保修维修工单 { $ticket } 时限将到，请在{ $due }前到达现场。
sms-repair-not-on-site = 保修维修工单 { $ticket } 已超时，承诺{ $due }前到场，工队仍未到达，请督办。
sms-repair-plan-overdue = 保修维修工单 { $ticket } 的维修方案已超时，时限为{ $due }，请督促提交。
sms-repair-overdue = 保修维修工单 { $ticket } 应于{ $due }前完成，请督办。
sms-repair-reopened = 保修维修工单 { $ticket }，业主不满意，已重新开启，请关注。
fact-trade = 工种

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
