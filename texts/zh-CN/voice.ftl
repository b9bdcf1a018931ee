# 电话通知的开头：先说明是谁来电，再读通知内容。
voice-notice = 您好，这里是{ $company }。{ $notice }
