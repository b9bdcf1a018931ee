# 交房前关怀（P1）。短信正文见 customers/sms.ftl。
ticket-summary = 交房前关怀 · { $building }
ticket-waiting = 等待发送：{ $step }
ticket-next = 下一步：{ $step }，{ $due }
ticket-handover = 交房日期：{ $date }
ticket-done = ✓ { $step } — { $outcome }
ticket-ahead = ○ { $step } — { $due }
ticket-passed = – { $step } — 时间已过，不再发送
ticket-send = 发送短信：{ $step }
ticket-record = 更新工单记录

reason-merged = 同一套房已在合并后的档案里
reason-completed = 全部发送完毕
reason-signed = 业主已签约
reason-opted_out = 业主已退订
reason-sold = 房屋已转让
reason-building_cancelled = 楼盘已取消

event-ticket_replanned = 后续短信已重新排期
event-ticket_replanned-date = 后续短信已重新排期，交房日期 { $date }
event-opened_again = 工单重新开启，交房日期 { $date }
event-opt_out = 员工登记：业主退订
event-number_changed = 业主换号：{ $from } → { $to }
event-unsigned = 更正：业主并未签约，原因：{ $reason }
event-texts_held = 短信暂停，等待核实
event-texts_resumed = 已核实，短信恢复发送
event-owned = 更正：房屋并未转让，原因：{ $reason }

outcome-sent = 已提交短信通道
outcome-shared = 同一号码只发一条，已随另一套房或另一姓名发送
outcome-failed = 发送失败
outcome-unknown = 结果未知，需人工核实，不会自动重发
outcome-too_late = 已过有效期，未发送
outcome-frequency = 超过该号码的发送频次，未发送

step-congratulation = 交房前30天祝贺短信
step-show-flat = 交房前15天样板间邀请
step-visit = 交房前3天到访邀请

problem-no-handover-date = 尚未设定交房日期
problem-no-handover-date-detail = 请先修改楼盘，填写交房日期，再启动交房前关怀。
problem-nothing-ahead = 已没有可发送的短信
problem-nothing-ahead-detail = 按交房日期 { $date } 计算，所有短信的时间都已过。如交房日期有变，请先修改楼盘。
problem-enrolled-with-another-policy = 已按另一套规则启动
problem-enrolled-with-another-policy-detail = 该楼盘的交房前关怀已按另一套规则启动，进行中的工单不会中途更换规则。请不带规则重新发送，或沿用原规则。
problem-not-enrolled = 尚未启动交房前关怀
problem-not-enrolled-detail = 请先启动该楼盘的交房前关怀，再为单个业主开工单。
problem-owner-left = 该业主不再接收短信
problem-owner-left-detail = 业主已签约、已退订或房屋已转让，不能再开工单。

invalid-template = 没有这个短信模板
invalid-template-action = 请使用内置模板，或先在公司自有文案中添加。
invalid-local-time = 钟点不应带时区
invalid-local-time-action = 请只写当地钟点，例如 10:00。
invalid-hours = 开始时间应早于结束时间
invalid-hours-action = 请调整 hours.opens 和 hours.closes。
invalid-same-step = 步骤重复
invalid-same-step-action = 每个步骤只能出现一次。
invalid-outside-hours = 发送钟点不在允许时段内
invalid-outside-hours-action = 请让每个步骤的钟点落在 hours.opens 与 hours.closes 之间。
invalid-closed-days = 休息日太多，没有可发送的日子
invalid-closed-days-action = 请减少 closed_days，或把 on_closed_day 设为 send。
stage-waiting = 等待下一条短信
stage-sending = 短信发送中
