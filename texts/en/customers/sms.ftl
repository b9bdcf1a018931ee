# Text messages of sequences. The signature goes in front, the opt-out wording behind.
opt-out-wording = { " " }Reply R to opt out

pre-handover-congratulation = Dear { $name }, congratulations: your new home at { $building } is handed over on { $date }. Ask us any time about inspection or renovation.
pre-handover-show-flat = Dear { $name }, { $building } is handed over soon. We have opened show flats on site; reply "JOIN" to sign up.
pre-handover-visit = Dear { $name }, { $building } is handed over on { $date }. Visit us to talk over your renovation; reply "VISIT" and we arrange a time.
