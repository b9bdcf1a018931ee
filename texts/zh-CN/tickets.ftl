# 工单列表与动态、对工单的请求；“四不漏”（P19）。
rule-unrecorded = 无一漏记
rule-unrecorded-meaning = 已报告但没有工单。系统会自动补建；如长时间仍在此处，请检查工作流服务。
rule-unhandled = 无一漏办
rule-unhandled-meaning = 工单进行中，但没有首问负责人、没有经办人或没有工队。请指派。
rule-unchecked = 无一漏查
rule-unchecked-meaning = 工单已结束，但没有客户的评价。请回访客户。
rule-not_fed_back = 无一漏反馈
rule-not_fed_back-meaning = 工单已结束，但没有反馈给任何部门。请反馈给相关部门。

invalid-own-duplicate = 工单不能与自己重复
invalid-own-duplicate-action = 请填写另一张进行中的工单。
invalid-duplicate-closed = 该工单已结束
invalid-duplicate-closed-action = 请填写同一事项仍在进行的工单。
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
problem-in-person = 只能以本人名义办理
problem-in-person-detail = 谁作决定，谁登录办理；不能代他人作决定。
problem-concerns-you = 此事与您有关
problem-concerns-you-detail = 此工单涉及您本人，或您负责的部门。结束、推迟、放宽或判定须由他人办理，请找主管或经理。
problem-never-cancelled = 此类工单不能取消
problem-never-cancelled-detail = 这是客户本人的请求。客户撤回时，请由有权决定的人登记客户原话（撤回）。
problem-number-not-settled = 客户的号码更换不久
problem-number-not-settled-detail = 客户的号码几天前才更换，暂不能发送签字链接。可请客户用原号码回复“同意换号”，或等期满，或改用纸质签字。
problem-scan-not-on-record = 没有登记这份扫描件
problem-scan-not-on-record-detail = 请先由另一位同事把扫描件（地址和 SHA-256）添加为此工单的附件，再由您用同一地址确认。
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
problem-rest-hours = 现在是休息时间，不能给业主打电话
problem-rest-hours-detail = { $opens }起可以拨打。业主要求在其他时间接听的，请先记录业主希望的时间。
invalid-moment-past = 这个时间已经过去。
invalid-moment-past-action = 请填写将来的时间。
invalid-moment-too-far = 这个时间太远。
invalid-moment-too-far-action = 请核对年月日，并填写近期的时间。
invalid-moment-needs-supervisor = 这个时间较远，需要主管确认。
invalid-moment-needs-supervisor-action = 请填写近一些的时间，或请值班长、客服主管来办理。
