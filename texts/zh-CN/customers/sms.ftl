# 按计划发给业主的短信。签名由系统加在开头，营销短信的退订说明加在结尾。
opt-out-wording = 拒收请回复R

pre-handover-congratulation = 尊敬的{ $name }：恭喜您的新家（{ $building }）将于{ $date }交房！如需验房或装修建议，欢迎随时联系我们。
pre-handover-show-flat = 尊敬的{ $name }：{ $building }即将交房，我们在小区准备了样板间参观活动，回复“报名”即可预约，期待您来看看家的样子。
pre-handover-visit = 尊敬的{ $name }：{ $building }将于{ $date }交房，诚邀您来公司面谈装修，免费量房，回复“到访”即可预约。
