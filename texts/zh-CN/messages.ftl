# 短信、回复与电话：列表和工单动态中的说法。
call-outcome-unknown = 结果未知
call-outcome-calling = 正在拨打
call-state-queued = 待拨出
call-state-placing = 拨出中
call-state-placed = 已拨出
call-state-ended = 已结束
call-state-failed = 未拨出
call-state-unknown = 结果未知
call-kind-notice = 语音通知
call-kind-bridge = 外呼客户
call-outcome-acknowledged = 已接听并按键确认
call-outcome-answered = 已接听
call-outcome-answered-bridge = 双方已通话
call-outcome-no_answer = 无人接听
call-outcome-busy = 占线
call-outcome-refused = 被拒接
call-outcome-unreachable = 无法接通
call-outcome-wrong_number = 空号
call-outcome-failed = 未能接通
call-leg-agent = 员工一方
call-leg-customer = 客户一方
call-error-no_number = 没有可拨打的号码
call-error-no_such_text = 缺少要播报的内容
call-error-cannot_be_asked = 通话服务商无法查询
call-error-too_late = 拨打时服务商不通，已放弃

invented-owner = 李示例

problem-no-such-message = 没有这条短信
problem-no-such-message-detail = 请在短信列表中查找正确的编号。
problem-no-such-report = 没有这条回执
problem-no-such-report-detail = 请在无法识别的回执列表中查找正确的编号。
problem-no-such-reply = 没有这条回复
problem-no-such-reply-detail = 请在回复列表中查找正确的编号。
problem-message-settled = 短信结果已确定
problem-message-settled-detail = 只有结果未知的短信才需要人工确认。请刷新列表。

message-state-queued = 待发送
message-state-sending = 发送中
message-state-accepted = 已提交
message-state-delivered = 已送达
message-state-failed = 未送达
message-state-unknown = 结果未知
message-state-withdrawn = 确认未发出

event-message = { $step }：{ $outcome }
event-receipt_delivered = { $step }：已送达
event-receipt_failed = { $step }：未送达（{ $code }）
event-reply = 业主回复：{ $text }
event-reply_handled = 业主回复已处理
event-reply_handled-note = 业主回复已处理：{ $note }
event-reply_opt_out = 业主回复退订：{ $text }
event-message_resolved_sent = { $step }：人工确认已发出
event-message_resolved_not_sent = { $step }：人工确认未发出，将视情况重发
event-call_placed = { $who }：{ $call_kind }，已拨出
event-call_failed = { $who }：{ $call_kind }，未拨出，原因：{ $error }
event-call_unknown = { $who }：{ $call_kind }，是否已拨出无法确定，不会自动重拨，需人工核实
event-call_ended = { $who }：{ $call_kind }，{ $outcome }
event-call_ended-key = { $who }：{ $call_kind }，{ $outcome }（按键{ $key }）
event-call_ended-leg = { $who }：{ $call_kind }，{ $leg }{ $outcome }
event-call_ended-talk_seconds = { $who }：{ $call_kind }，{ $outcome }，通话{ $talk_seconds }秒
event-call_recorded = { $who }：{ $call_kind }，录音已保存
event-called_at_wish = 客户要求此时来电：{ $wish }
event-notice_sent = 已发短信通知
event-notice_failed = 短信通知发送失败
event-notice_unknown = 短信通知结果未知

step-notice = 短信通知

ring-summary = { $ticket } 联系客户
ring-dial = 先接通员工，再接通客户
ring-under-way = 正在接通：您的手机先响，接听后再接通客户。双方都看不到对方的号码。

problem-not-called-about = 此类工单不在这里致电客户
problem-not-called-about-detail = 维修、投诉、咨询工单可以在这里致电客户；回访请在回访工单中点“拨打”。
problem-customer-rests = 现在是客户休息时间
problem-customer-rests-detail = 最早可在{ $again }致电。客户要求现在来电的，请在 at_wish 中写明原话，并记录在案。
problem-call-under-way = 通话正在进行
problem-call-under-way-detail = 您与该客户的通话还在接通或尚未结束，请接听手机；结束后可以再次拨打。
