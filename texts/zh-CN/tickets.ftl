# 工单列表与动态、对工单的请求；“四不漏”（P19）。
rule-unrecorded = 无一漏记
rule-unrecorded-meaning = 已报告但没有工单。系统会自动补建；如长时间仍在此处，请检查工作流服务。
rule-unhandled = 无一漏办
rule-unhandled-meaning = 工单进行中，但没有首问负责人、没有经办人或没有工队：请指派。或者工单已按重复工单结束，而承接它的工单没有解决问题就结束了：请重新开启，或添加备注说明结果。
rule-unchecked = 无一漏查
rule-unchecked-meaning = 工单已结束，但没有客户的评价。请回访客户。
rule-not_fed_back = 无一漏反馈
rule-not_fed_back-meaning = 工单已结束，但没有反馈给任何部门。请反馈给相关部门。

invalid-own-duplicate = 工单不能与自己重复
invalid-own-duplicate-action = 请填写另一张进行中的工单。
invalid-duplicate-closed = 该工单已结束
invalid-duplicate-closed-action = 请填写同一事项仍在进行的工单。
invalid-duplicate-elsewhere = 该工单已作为重复工单结束，同一事项现由 { $ticket } 继续处理
invalid-duplicate-elsewhere-action = 请填写 { $ticket }。
invalid-duplicate-ending = 该工单即将结束或尚未开始处理，暂不能承接这一事项
invalid-duplicate-ending-action = 请稍后再查看，或填写另一张进行中的工单。
invalid-duplicate-kind = 该类工单不能承接这一事项
invalid-duplicate-kind-action = 请填写同类工单：只有能把这一事项办到底的工单才能承接。
invalid-duplicate-of-another = 该工单是另一位客户的，房屋也不同
invalid-duplicate-of-another-action = 请填写同一客户或同一套房屋的工单。
invalid-same-ticket = 不能关联到本工单
invalid-same-ticket-action = 请填写另一张工单的编号。

problem-not-closed = 工单还没有结束
problem-not-closed-detail = 工单结束后才反馈给部门；进行中请使用备注或转交。
problem-no-such-ticket = 没有这个工单
problem-no-such-ticket-detail = 请在工单列表中查找正确的编号。
problem-ticket-closed = 工单已结束
problem-ticket-closed-detail = 已结束的工单不能取消。可以给它添加备注。
problem-not-its-turn = 现在不能进行此操作
problem-not-its-turn-detail = 工单目前处于“{ $stage }”，现在可以：{ $possible }
problem-not-your-part = 当前角色不能进行此操作
problem-not-your-part-detail = 此步骤由以下角色完成：{ $roles }
problem-ticket-open = 工单尚未结束
problem-ticket-open-detail = 只有已结束的工单才能重新开启。

standing-next = 下一步：{ $step }
standing-open = 进行中
standing-closed = 已结束：{ $reason }

event-closed = 工单结束：{ $reason }
event-attachment = 附件：{ $title }
event-note = 备注：{ $text }
event-cancel_requested = 申请取消：{ $reason }
event-other = 事件：{ $kind }
event-detail = { $what }：{ $detail }
