# 各类工单共有的阶段、操作、承诺、督办与通知。
ticket-closed = 工单已结束：{ $reason }

clock-home = { $moment }（北京时间）
clock-elsewhere = { $moment }（{ $zone }）

tell-whom = 确定通知对象
tell-call = 电话通知员工
tell-again = 稍后再拨
tell-wait-for-answer = 等待通话结果
tell-ask-provider = 向通道查询通话结果
tell-sms = 短信通知员工

stage-closed = 已结束

act-taken_in = 受理
act-hand_on = 转交
act-set_urgent = 设为紧急
act-set_ordinary = 取消紧急
act-withdraw = 业主撤回
act-mark_duplicate = 标记为重复工单
act-wait_for_customer = 等待业主，暂停计时
act-customer_ready = 业主可以继续
act-move_due = 调整时限
act-confirm_receipt = 确认接收
act-reopen = 重新开启
act-cancel = 取消

promise-receipt = 接收确认

rung-handed-on = 通知接收人
rung-receipt-due = 未确认接收，再次通知
rung-receipt-overdue = 仍未确认接收，通知客服主管

reason-withdrawn = 业主撤回
reason-duplicate = 与进行中的工单重复
reason-cancelled = 由员工取消
reason-terminated = 被运维人员强制终止

details-urgent = 紧急 · { $stage }
details-due = 承诺：{ $promise }，时限 { $due }
details-paused = 承诺：{ $promise }，已暂停计时，剩余 { $left } 小时
details-escalated = ⚠ 已超过时限，督办升级到第 { $level } 级
details-acts = 现在可以：{ $acts }
details-lately = 最近经过（北京时间）：
details-crew = 工队 { $id }
details-department = 部门 { $id }
details-handler = 经办人 { $id }
details-called = ☎ { $who }：{ $outcome }
details-called-key = ☎ { $who }：{ $outcome }（按键{ $pressed }）
details-texted = ✉ { $who }：已发短信

details-event-promise_made = 作出承诺
details-event-promise_kept = 按时兑现
details-event-promise_met_late = 超时兑现
details-event-promise_paused = 暂停计时
details-event-promise_resumed = 恢复计时
details-event-promise_moved = 调整时限
details-event-promise_changed = 承诺变更
details-event-promise_broken_off = 不再计时
details-event-rung_told = 督办
details-event-reopened = 业主不满意，重新开启
details-event-customer_called = 已回访业主
details-event-policy_changed = 承诺规则已调整

voice-handed-on = 工单 { $ticket } 已转交给您。确认接收请按1。
voice-receipt-overdue = 工单 { $ticket } 转交后尚未确认接收，请跟进。确认收到请按1。
voice-notice = 您好，这里是{ $company }。{ $notice }

sms-handed-on = 工单 { $ticket } 已转交给您。
sms-receipt-overdue = 工单 { $ticket } 转交后尚未确认接收，请跟进。

# 口语时间：今天下午5点、11月30日上午9点半。
spoken-date = { $month }月{ $day }日
spoken-moment = { $day ->
    [yesterday] 昨天
    [today] 今天
    [tomorrow] 明天
    [after-tomorrow] 后天
    [year] { $year }年{ $date }
   *[date] { $date }
}{ $part ->
    [night] 凌晨
    [morning] 上午
    [noon] 中午
    [afternoon] 下午
   *[evening] 晚上
}{ $hour }点{ $minute ->
    [00] {""}
    [30] 半
   *[other] { $minute }分
}

rung-wait-customer = 等待业主已久，提醒经办人
rung-wait-customer-2d = 仍在等待业主，通知客服主管
rung-wait-parts = 等待配件已久，提醒工队
rung-wait-parts-1d = 仍在等待配件，提醒经办人
rung-wait-parts-3d = 仍在等待配件，通知客服主管
rung-quote-new = 有报价，通知经办人
rung-quote-open = 报价未答复，提醒经办人
rung-quote-open-2d = 报价仍未答复，通知客服主管

voice-wait-customer = 工单 { $ticket } 从{ $since }起等待业主，还没有进展，请联系业主跟进。确认收到请按1。
voice-wait-parts = 工单 { $ticket } 从{ $since }起等待配件，请核实到货时间并告知业主。确认收到请按1。
voice-quote-new = 工单 { $ticket } 不在保修范围，工队已报价，请联系业主确认。确认收到请按1。
voice-quote-open = 工单 { $ticket } 的报价从{ $since }起等待业主答复，请联系业主跟进。确认收到请按1。

sms-wait-customer = 工单 { $ticket } 从{ $since }起等待业主，还没有进展，请联系业主跟进。
sms-wait-parts = 工单 { $ticket } 从{ $since }起等待配件，请核实到货时间并告知业主。
sms-quote-new = 工单 { $ticket } 不在保修范围，工队已报价，请联系业主确认。
sms-quote-open = 工单 { $ticket } 的报价从{ $since }起等待业主答复，请联系业主跟进。

details-wait = 等待{ $what }，从 { $since } 起（{ $by }）
waited-for-customer = 业主
waited-for-parts = 配件
waited-for-quote = 业主答复报价
customer-text = 短信告知业主
