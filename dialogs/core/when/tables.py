"""The rules of reading as data: what words mean, and what is assumed where people leave something out.

Which way an expression looks (`lean`) is what the caller says, else what the verbs near it say (which for a date
without a year don't reach further than FAR: then we ask). Then:

| typed | leaning past | leaning future | neither |
|---|---|---|---|
| Friday | the last one | the coming one | asks |
| Friday, on a Friday | asks: today or a week ago | asks: today or in a week | asks |
| last Friday, next Friday | asks where the nearest isn't last (next) week's | same | same |
| this Friday | this week's | this week's, if that is past the coming one | this week's, asks if that is past |
| 3 March, Easter Monday | the last one or today | the coming one or today | the one within NEAR, else asks |
| the 5th | the last one, today included | the coming one, today included | asks unless today |
| at 9pm | today, yesterday if still to come | today, tomorrow if gone | today |
| Monday … at 9pm | on the day named before | on the day named before | asks: that day or as above |
| at 3 | by HALVES; where that is on the wrong side of now, asks | same | by HALVES |
| midnight | the last | the coming one | asks |
| Friday midnight | asks: where Friday begins or where it ends | same | same |
| the weekend | the last one, or the present one | the coming one, or the present one | the present one, else asks |
"""

from datetime import timedelta

from dialogs.core.when.values import Part

# Of the two nearest 3rds of March, one as near as this is meant; the other is then further off than FAR.
NEAR, FAR = timedelta(days=92), timedelta(days=272)
YEARS_BACK, YEARS_AHEAD = 100, 25  # further off is a slip
SHORT_YEARS_AHEAD = 10  # "35" is 2035 in 2026, "37" is 1937

# What an hour from 1 to 12 without am or pm means, by the part of the day named with it: (a) before noon, (p) after it,
# (n) in the small hours of the next day, (?) either, so that we ask. Visits are made in working hours, which is why
# "at 3" is 3pm; from 6 to 8 work may just have begun or be over.
HALVES = {
    #     1234567890 11 12
    None: "ppppp???aaap",
    Part.FIRST_THING: "????aaaaaaa?",
    Part.MORNING: "aaaaaaaaaaa?",
    Part.LUNCHTIME: "ppp??????aap",
    Part.AFTERNOON: "pppppp?????p",
    Part.END_OF_DAY: "pppppppp???p",
    Part.EVENING: "???ppppppppn",
    Part.NIGHT: "nnnnpppppppn",
}
SMALL_HOURS = 5  # before this hour, "2am last night" belongs to the day after
# From which hour to which "lunchtime" without a day is neither past nor still to come.
HOURS = {Part.FIRST_THING: (7, 10), Part.LUNCHTIME: (12, 14), Part.END_OF_DAY: (16, 18)}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _counted(*words: str, start: int = 1) -> dict[str, int]:
    """Each word's place; words in one string share one."""
    return {word: number for number, same in enumerate(words, start) for word in same.split()}


_NUMBERS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty"""
NUMBERS = _counted(*_NUMBERS.split()) | {"a": 1, "an": 1, "a couple of": 2, "couple of": 2}
_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third
    twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"""
ORDINALS = _counted(*_ORDINALS.split())
WEEKDAYS = _counted(
    "monday mon",
    "tuesday tues tue",
    "wednesday weds wed",
    "thursday thurs thur thu",
    "friday fri",
    "saturday sat",
    "sunday sun",
    start=0,
)
# Ordinary words, too: a day only beside something that only a date has.
RISKY_WEEKDAYS = ("mon", "wed", "sat", "sun")
MONTHS = _counted(
    "january jan",
    "february febr feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
UNITS = {
    word: unit
    for unit, words in {
        "minutes": "minute minutes min mins",
        "hours": "hour hours hr hrs",
        "days": "day days",
        "weeks": "week weeks wk wks",
        "fortnights": "fortnight fortnights",
        "months": "month months mth mths",
        "years": "year years yr yrs",
    }.items()
    for word in words.split()
}
# Days that are named from today, and the part of the day that some of them name.
NAMED_DAYS: dict[str, tuple[int, Part | None]] = {
    "today": (0, None),
    "yesterday": (-1, None),
    "tomorrow": (1, None),
    "day before yesterday": (-2, None),
    "day after tomorrow": (2, None),
    "tonight": (0, Part.NIGHT),
    "last night": (-1, Part.NIGHT),
    "last evening": (-1, Part.EVENING),
    **dict.fromkeys(("this morning", "this am", "this a.m."), (0, Part.MORNING)),
    "this lunchtime": (0, Part.LUNCHTIME),
    **dict.fromkeys(("this afternoon", "this pm", "this p.m."), (0, Part.AFTERNOON)),
    "this evening": (0, Part.EVENING),
}
PARTS = {
    "first thing": Part.FIRST_THING,
    "morning": Part.MORNING,
    "lunchtime": Part.LUNCHTIME,
    "lunch time": Part.LUNCHTIME,
    "lunch": Part.LUNCHTIME,
    "afternoon": Part.AFTERNOON,
    "end of the day": Part.END_OF_DAY,
    "end of day": Part.END_OF_DAY,
    "end of business": Part.END_OF_DAY,
    "close of play": Part.END_OF_DAY,
    "close of business": Part.END_OF_DAY,
    "cop": Part.END_OF_DAY,
    "cob": Part.END_OF_DAY,
    "eod": Part.END_OF_DAY,
    "evening": Part.EVENING,
    "eve": Part.EVENING,
    "early hours": Part.MORNING,
    "small hours": Part.MORNING,
    "am": Part.MORNING,
    "a.m.": Part.MORNING,
    "pm": Part.AFTERNOON,
    "p.m.": Part.AFTERNOON,
    "after school": Part.AFTERNOON,
    "teatime": Part.AFTERNOON,
    "tea time": Part.AFTERNOON,
    "night": Part.NIGHT,
}
# Feasts on a fixed day, or so many days after Easter Sunday.
FIXED_FEASTS = {
    "christmas eve": (24, 12),
    "christmas day": (25, 12),
    "christmas": (25, 12),  # only in "before Christmas" and the like
    "boxing day": (26, 12),
    "new year's eve": (31, 12),
    "new years eve": (31, 12),
    "new year's day": (1, 1),
    "new years day": (1, 1),
    "halloween": (31, 10),
    "bonfire night": (5, 11),
}
EASTER_FEASTS = {"good friday": -2, "easter saturday": -1, "easter sunday": 0, "easter monday": 1}

# Without a year these are rather fractions.
FRACTIONS = ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4))

# Other ways of typing a word of the tables.
ALIASES = {
    "2moro": "tomorrow",
    "2morrow": "tomorrow",
    "tmrw": "tomorrow",
    "tmw": "tomorrow",
    "tomoz": "tomorrow",
    "tomo": "tomorrow",
    "2mrw": "tomorrow",
    "tmr": "tomorrow",
    "nxt": "next",
    "wk": "week",
    "yday": "yesterday",
    "yest": "yesterday",
    "ystrdy": "yesterday",
    "tonite": "tonight",
    "fortnite": "fortnight",
    "xmas": "christmas",
    "nye": "new year's eve",
}
# Words long enough that a slip of the thumb in them is put right, and words that are no slip of them.
SLIPS = _set("""
    yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday january february august
    september october november december fortnight morning afternoon evening midnight christmas
""")
NO_SLIPS = _set("""
    munday sundry sundae mourning moaning warning saturated augusta augustus fortnightly midday christian
    christina evenly mondale yesteryear augment
""")

# What says which way a sentence looks.
PAST = _set("""
    was wasn were weren had has have been did didn saw seen visited came went held happened placed returned started
    began met spoke spoken called told moved left ran made received arrived ago completed triggered notified closed
    opened attended missed phoned rang recorded referred occurred took born died found absconded remanded discharged
    admitted arrested disclosed done since messaged emailed texted walked signed finished
""")
FUTURE = _set("""
    will ll shall should must would going gonna planning planned booking booked schedule scheduled arrange arranging due
    by until till upcoming remind be see seeing meet starts starting begins returning leaving moving
""")
AUXILIARIES = _set("was wasn were weren had has have been did didn will ll shall should must would be")
PRESENT = _set("m am is are re")
BEFORE_TO = _set("has have need needs want wants plan plans")
STOPS = _set("! ? ;")
