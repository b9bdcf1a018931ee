# 接口文档页与运维。
invalid-payload = 无法解密：内容被改动、不完整，或属于另一个数据库
invalid-payload-action = 请刷新页面后重试；如仍无法打开，请联系系统管理员。
invalid-namespace = 该接口不属于这个 Temporal 命名空间
invalid-namespace-action = 请使用该命名空间所属系统的接口。

docs-title = Huifang 回访 · 接口文档
docs-no-script = 此页面需要 JavaScript。接口文档本身：
