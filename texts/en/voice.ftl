# How a voice notice begins: who is calling, then what it is about.
voice-notice = This is { $company }. { $notice }
