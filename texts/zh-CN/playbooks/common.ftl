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

voice-handed-on = { $matter }已转交给您：{ $about }。确认接收请按1。
voice-receipt-overdue = { $matter }转交后尚未确认接收，请跟进：{ $about }。确认收到请按1。
voice-notice = 您好，这里是{ $company }。{ $notice }


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

sms-wait-customer = 工单 { $ticket } 从{ $since }起等待业主，还没有进展，请联系业主跟进。 { $link }
sms-wait-parts = 工单 { $ticket } 从{ $since }起等待配件，请核实到货时间并告知业主。 { $link }
sms-quote-new = 工单 { $ticket } 不在保修范围，工队已报价，请联系业主确认。 { $link }
sms-quote-open = 工单 { $ticket } 的报价从{ $since }起等待业主答复，请联系业主跟进。 { $link }

details-wait = 等待{ $what }，从 { $since } 起（{ $by }）
waited-for-customer = 业主
waited-for-parts = 配件
waited-for-quote = 业主答复报价
customer-text = 短信告知业主
sms-handed-on = { $matter }已转交给您：{ $about }。详情：{ $link }
sms-receipt-overdue = { $matter }转交后尚未确认接收，请跟进：{ $about }。详情：{ $link }

voice-stand-in = 您代{ $instead }接听。{ $notice }
sms-stand-in = 您代{ $instead }接收：{ $notice }

# 通知里没有查到的内容，各有一句完整的说法。
told-no-place = 地址见工单
told-no-trade = 维修
told-no-words = 详情见工单 { $ticket }
told-no-due = 约定时间
told-no-crew = 工队
told-place-and-words = { $place }，{ $what }
told-customer = 业主{ $name }
told-customer-unnamed = 业主
told-yourself = 您本人
told-your-department = 贵部门
told-company = 本公司
told-of-crew = { $crew }队长
told-head-of = { $department }负责人
told-colleague = 同事

trade-plumbing = 水电
trade-tiling = 瓦工
