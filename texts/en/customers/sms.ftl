# Text messages of sequences. The signature goes in front, the opt-out wording behind.
opt-out-wording = { " " }Reply R to opt out

pre-handover-congratulation = Dear { $name }, congratulations! Your new home at { $building } will be handed over on { $date }. Contact us any time about inspection or renovation.
pre-handover-show-flat = Dear { $name }, handover at { $building } is coming up. Our show flats on site are open: reply "JOIN" to sign up.
pre-handover-visit = Dear { $name }, { $building } will be handed over on { $date }. Visit us to talk about your renovation: reply "VISIT" and we will arrange a time.
