demo-introduction =
    一个楼盘交房前的全部短信：导入开发商的业主名单，
    交房前 30、15、3 天各发一条，每条只发一次。

    途中会遇到：名单里的错误 · 一条短信送达失败 · 一位业主回复退订
    · 一位业主签约 · 短信通道收下后断线 · 交房日期推迟。
    每条短信旁边是短信通道的送达回执。

    PostgreSQL、Temporal、短信通道和 API 都是真实运行的服务。
    只有工单的时钟被拨快，手机是模拟的；人物和号码均为虚构。
demo-title = 回访 · 交房前关怀演示
demo-building-to-try = 示例·云湖二期
demo-chapter-rosters = 一、导入开发商名单（示例，人物均为虚构）
demo-chapter-begin = 二、启动楼盘的交房前关怀，交房日期 { $date }
demo-chapter-first = 三、交房前 30 天：祝贺短信
demo-chapter-acts = 四、业主的回应
demo-chapter-second = 五、交房前 15 天：样板间邀请
demo-chapter-moved = 六、交房日期由 { $old } 改为 { $new }
demo-chapter-last = 七、交房前 3 天：到访邀请
demo-chapter-verify = 八、核对
demo-building = 示例·云湖国际
demo-building-of = 示例楼盘 { $file }
demo-roster-problem = 第 { $row } 行「{ $column }」：{ $problem } → { $action }
demo-roster-more = 另有 { $count } 个问题，见报告。
demo-enrolled = 已为 { $owners } 位业主开启 { $tickets } 个工单。
demo-two-flats = { $name } 有两套房：两个工单，同样的短信只收一条。
demo-forward = ▶ 时钟拨到 { $date } { $time }
demo-receipts = 回执：{ $delivered } 条已送达；{ $name } 的短信未送达（号码停用），短信通道已告知。
demo-new-number = 客服更新 { $name } 的号码为 { $phone }，未送达的短信补发到新号码：
demo-replies = { $name } 回复“{ $text }”：视为退订，立即对该号码停止营销短信。
demo-signs = { $name } 已签约：后续短信不再发送。
demo-standing =   → { $name } 的工单：{ $standing }
demo-drops = （接下来，短信通道收下 { $name } 的短信后断开连接，没有答复。）
demo-no-copy = 短信通道的回执证实 { $name } 的短信已被收下，因此没有重发（没有回执时会先向通道查询）。
demo-moved = { $tickets } 个进行中的工单已跟随新日期，下一条短信在 { $due }；已发的不再重发。
demo-column-owner = 业主
demo-column-room = 房号
demo-column-texts = 收到短信
demo-column-standing = 工单状态
demo-check-differs = 应为 { $expected }，实际 { $found }
demo-check-import = { $file }：再次导入，逐行结果不变
demo-check-problems = { $file }：每个未导入的行都说明了原因
demo-check-enrolled = 每套房一个工单
demo-check-first = 首条短信：一位未送达，其余全部送达
demo-check-dropped = 连接中断的短信只收到一次
demo-check-moved = 进行中的工单全部按新日期排期
demo-check-nothing-again = 改期没有引起重复发送
demo-check-each-once = 每位业主收到应收的短信，不多不少
demo-check-no-repeat = 没有任何短信重复提交
demo-check-closed = 全部工单已结束
demo-check-engine = Temporal 中的工单全部正常完成
