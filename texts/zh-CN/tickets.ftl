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

# 短信链接打开的工单页面（员工用）。
job-title = 工单
job-urgent = 加急
job-where = 地址
job-trade = 工种
job-customer = 业主
job-what = 问题
job-room = 位置
job-wanted = 业主要求
job-due = 时限
job-standing = 进度
job-remarks = 备注
job-pictures = 图片
job-picture = 图片{ $number }
job-moment = { $moment }（北京时间）
job-unknown = 链接无效
job-unknown-then = 请核对短信中的链接是否完整，或登录系统查看。
job-closed = 工单已结束
job-closed-then = 无需再处理。如有疑问，请联系客服。
job-handed_over = 工单已转交他人
job-handed_over-then = 现由其他人负责，您无需再处理。
job-expired = 链接已过期
job-expired-then = 请登录系统查看，或使用最近一条短信中的链接。
job-left = 链接已失效
job-left-then = 如有疑问，请联系公司管理员。
job-unavailable = 暂时无法打开
job-unavailable-then = 请过几分钟再试。刚才的操作如未完成，请再按一次。
job-unreadable = 提交的内容无法读取
job-unreadable-then = 请返回上一页，刷新后重试。
