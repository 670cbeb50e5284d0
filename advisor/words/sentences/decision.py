"""The verdict, the shortlist, the tests that decide, and the prices of a point."""

from __future__ import annotations

from typing import Final

from advisor.words.plural import Plural, pointed

_VERDICT: Final[dict[str, str | Plural]] = {
    "verdict.nothing": "Nothing fits: every alternative fails at least one of your constraints. If you must decide "
    "today: relax the first constraint named below.",
    "verdict.untested": "Nothing is known to fit, but {option} fails none of your constraints; one thing is missing: "
    "{problem:alone}. Test first: run it on one machine for a day under your load. If you must decide today: relax the "
    "first constraint named below.",
    "verdict.chosen": "Use {use}. {why:cap}. If you must decide today: {today}.",
    "verdict.try_first": "Test first: {option}, about {money} a month, the likely choice. Its ability is inferred, "
    "not measured: {trial}. If you must decide today: {today}.",
    "verdict.language_first": "Test first: {option}, about {money} a month, the likely choice. No source says that its "
    "model knows {languages:code}: compare it there with {rival} on {items}. If you must decide today: {today}.",
    "verdict.language_first_inferred": "Test first: {option}, about {money} a month, the likely choice, though its "
    "ability is inferred. No source says that its model knows {languages:code}: compare it there with {rival} on "
    "{items}. If you must decide today: {today}.",
    "verdict.stated_first": "Test first: {option}, about {money} a month, the likely choice. No source states "
    "{abilities:and} for its model: try {calls:d} calls of your own. If you must decide today: {today}.",
    "verdict.stated_first_inferred": "Test first: {option}, about {money} a month, the likely choice, though its "
    "ability is inferred. No source states {abilities:and} for its model: try {calls:d} calls of your own. If you must "
    "decide today: {today}.",
    "demanded.tools": "tool calls",
    "demanded.structured_output": "strict JSON",
    "verdict.measure_it_first": "Test first: {option}, about {money} a month, the likely choice. {wait:cap}: measure "
    "{calls} calls of your own at your busiest hour. If you must decide today: {today}.",
    "verdict.measure_it_first_inferred": "Test first: {option}, about {money} a month, the likely choice, though its "
    "ability is inferred. {wait:cap}: measure {calls} calls of your own at your busiest hour. If you must decide "
    "today: {today}.",
    "verdict.enough_first": "Test first: {option}, about {money} a month, the likely choice. The work takes an ability "
    "of {least:.0f} points of 100, and this one has {points:.0f} ({low:.0f} to {high:.0f}): let experts judge "
    "{answers} of its answers. If you must decide today: {today}.",
    "verdict.feel_abler": "Test first: {option}, about {money} a month, the likely choice. {rival} is {abler}: let "
    "experts judge {pairs} answers of both unnamed. If you must decide today: {today}.",
    "verdict.feel_it": "Test first: {option}, about {money} a month, the likely choice. Against {rival} it is {abler}: "
    "let experts judge {pairs} answers of both unnamed. If you must decide today: {today}.",
    "abler.same": pointed("{points:.0f} points of 100 abler for the same money", "points"),
    "abler.against": "against {rival} it is {abler}",
    "less_able.same": pointed("{points:.0f} points of 100 less able for the same money", "points"),
    "less_able": pointed("{points:.0f} points of 100 less able for {money} a month less", "points"),
    "abler": pointed("{points:.0f} points of 100 abler for {money} a month more", "points"),
    "abler.cheaper": pointed("{points:.0f} points of 100 abler for {money} a month less", "points"),
    "abler.each": pointed("{points:.0f} points of 100 abler for {money} a month more, {each} per person", "points"),
    "wait.ttft_ms": "the first word is estimated to take {seen:.1f} s ({low:.1f} to {high:.1f}), and your limit is "
    "{limit:g} s",
    "wait.itl_ms": "the gap between words is estimated at {seen:.0f} ms ({low:.0f} to {high:.0f}), and your limit is "
    "{limit:g} ms",
    "wait.total_s": "the whole answer is estimated to take {seen:.1f} s ({low:.1f} to {high:.1f}), and your limit is "
    "{limit:g} s",
    "today.within_limits": "{option}, which likely keeps your limits",
    "verdict.statistics": "In {near} of {samples} draws of the weights and of every uncertain fact the choice is "
    "within two points of the best; in {first} it is itself the first.",
    "use": "{option}, about {money} a month",
    "use.with_open_terms": "{use}, once its open terms are settled",
    "use.billed": "{option}, about {money} a month: {billed} billed, the rest set aside for model changes",
    "use.there": "{option}, about {money} a month: {billed} to pay, the rest what your machines could fetch otherwise",
    "use.unpriced": "{option}, at a cost nobody states",
    "option": "{model} {place}",
    "money": "{amount:,.0f} {currency}",
    "money.partly_paid": "{money} ({paid} of it to pay, the rest what your machines could fetch otherwise)",
    "money.people": "{money} (mostly for people)",
    "money.uncounted": "{money} (your own people not counted)",
    "money.partly_new": "{money} ({new} of it new, the rest committed already)",
    "money.parts": "{money} ({parts:semicolon})",
    "money.part.committed": "{money} committed",
    "money.part.billed": "{money} billed",
    "money.part.internal": "{money} internal",
    "money.all_committed": "{money} (all of it committed already)",
    "money.unknown": "an unknown sum",
    "money.cents": "{amount:,.2f} {currency}",
    "option.provider_api": "{model} at {provider}",
    "option.cloud_gpu": "{model} on rented GPUs",
    "option.on_prem": "{model} on your own servers",
    "option.edge": "{model} on devices at the edge",
    "option.by_the_hour": "{option} by the hour",
    "option.placed": "{option} (place {place:d} in the ranking)",
    "because.only": "it is the only model that meets your constraints",
    "because.ahead": "no other model is better by enough to matter",
    "because.with_terms": "{why}; first settle {terms:and} with its provider",
    "term.zero_retention": "zero retention",
    "term.opt_out": "the opt-out from training",
    "term.processing_agreement": "a data processing agreement",
    "term.pin": "the place of processing",
    "term.certificate": "the certificate that the law asks for",
    "because.counted": Plural(
        "{count:d} other option scores about as well: {losses:and}",
        "{count:d} other options score about as well: {losses:and}",
        "count",
    ),
    "because.alone.score": "it scores best of {count:d} that are about as good",
    "because.alone.origin": "it is the only one of {count:d} about as good whose origin raises no question",
    "because.alone.language": "of {count:d} that score about as well it is the only one documented for your languages",
    "because.alone.sibling": (
        "it is the only one of {count:d} about as good whose vendor documents your languages, if for another model"
    ),
    "because.alone.stated": "it is the only one of {count:d} about as good that is documented for what you demand",
    "because.alone.slow": "of {count:d} that score about as well it is the only one that likely keeps your limit",
    "because.alone.owned": "it is the only one of {count:d} about as good that needs no machines beside your own",
    "because.alone.able": "it is the ablest of {count:d} that are about as good",
    "because.alone.cheaper": "it is the cheapest of {count:d} that are about as good",
    "because.alone.lead_time": "it is the soonest to set up of {count:d} that are about as good",
    "because.alone.more_proven": "it is the most proven of {count:d} that are about as good",
    "lost.by.origin": Plural(
        "{count:d} is of an origin that raises a question",
        "{count:d} are of an origin that raises a question",
        "count",
    ),
    "lost.by.language": Plural(
        "{count:d} is not documented for your languages", "{count:d} are not documented for your languages", "count"
    ),
    "lost.by.stated": Plural(
        "{count:d} is not documented for what you demand", "{count:d} are not documented for what you demand", "count"
    ),
    "lost.by.slow": Plural(
        "{count:d} is likely slower than your limit", "{count:d} are likely slower than your limit", "count"
    ),
    "lost.by.owned": Plural(
        "{count:d} needs machines beside your own", "{count:d} need machines beside your own", "count"
    ),
    "lost.by.able": Plural("{count:d} is less able", "{count:d} are less able", "count"),
    "lost.by.cheaper": Plural("{count:d} is dearer", "{count:d} are dearer", "count"),
    "lost.by.lead_time": Plural("{count:d} is slower to set up", "{count:d} are slower to set up", "count"),
    "lost.by.more_proven": Plural("{count:d} is less proven", "{count:d} are less proven", "count"),
    "lost.by.score": Plural("{count:d} is a little behind in score", "{count:d} are a little behind in score", "count"),
    "because.abler": Plural(
        "{count:d} other option scores about as well, but is less able or dearer; against {rival} it is {abler}",
        "{count:d} other options score about as well, but are less able or dearer; against {rival} it is {abler}",
        "count",
    ),
    "lost.origin": "of an origin that raises a question",
    "lost.slow": "likely slower than your limit",
    "lost.owned": "on machines you would get beside your own",
    "lost.able": "less able",
    "lost.cheaper": "dearer",
    "lost.lead_time": "slower to set up",
    "lost.more_proven": "less proven",
    "lost.score": "a little behind in score",
    "today.this": "this one",
    "today.this_and_trial": "this one; to be sure, {trial}",
    "today.this_and_alike": "this one; {trial}",
    "today.documented": "{option}, whose model is documented for your languages",
    "today.stated": "{option}, which is documented for it",
    "today.of_a_sibling": "{option}, whose vendor documents your languages, if for another of its models",
    "today.measured": "{option}, whose ability is measured",
    "today.measured_by_the_hour": "{option} by the hour, whose ability is measured",
    "today.this_inferred": "this one, though its ability is inferred",
    "today.this_inferred_and_trial": "this one, but its ability is inferred: {trial}",
    "today.cleared": "this one, once its origin ({countries}) is cleared",
    "today.cleared_and_trial": "this one, once its origin ({countries}) is cleared; to be sure, {trial}",
    "today.cleared_and_alike": "this one, once its origin ({countries}) is cleared; {trial}",
    "today.cleared_inferred": "this one, once its origin ({countries}) is cleared, though its ability is inferred",
    "today.cleared_inferred_and_trial": "this one, but its origin ({countries}) is to be cleared and its ability is "
    "inferred: {trial}",
    "today.cleared_with_a_way_back": "this one, once its origin ({countries}) is cleared, but sign or buy nothing that "
    "binds you for longer than the test takes",
    "today.this_with_a_way_back": "this one, but sign or buy nothing that binds you for longer than the test takes",
    "today.way_back": "{option}, with a way back",
    "rival": "{model}",
    "called": "{model}",
    "beside.today": "what you use today",
    "beside.best": "the one with the best score",
    "beside.next": "the next best",
    "beside.choice": "the choice",
    "trial": "compare {one} with {rival} on {items}",
    "trial.weak": "compare {one} with {rival} on {items}, which shows a real difference in {tenths:.0f} of 10 cases",
    "trial.alike": "even {items} would hardly tell {one} from {rival}, so that price and terms decide",
    "trial.alike_in_short": "even {items} would hardly tell {one} from {rival}",
    "trial.felt": "let experts judge {pairs} answers of it and of {rival} unnamed",
    "trial.it": "it",
    "items.prompts": "{count} of your own prompts",
    "items.recordings": "{count} of your own recordings",
    "items.images": "{count} of your own images",
    "items.films": "{count} of your own films",
    "items.searches": "{count} of your own searches and their expected results",
    "items.briefs": "{count} of your own image briefs",
    "items.texts": "{count} of your own texts",
    "items.documents": "{count} of your own documents",
    "place.provider_api": "at {provider}",
    "place.provider_api.zone": "at {provider} ({zone})",
    "place.zone": "{provider} ({zone})",
    "place.cloud_gpu": "on GPUs rented at {provider} ({hardware})",
    "place.cloud_gpu.brief": "on GPUs rented at {provider}",
    "place.cloud_gpu.reserved_1y": "on GPUs reserved for a year at {provider} ({hardware})",
    "place.cloud_gpu.reserved_3y": "on GPUs reserved for three years at {provider} ({hardware})",
    "place.on_prem": "on your own servers ({hardware})",
    "place.own_and_bought": "on your own GPUs and {bought:d} to buy ({hardware})",
    "place.edge": "on devices at the edge ({hardware})",
}
_EARLIER: Final[dict[str, str | Plural]] = {
    "because.score": Plural(
        "it scores best, and {count:d} other option comes close",
        "it scores best, and {count:d} other options come close",
        "count",
    ),
    "because.others": Plural(
        "{count:d} other option is about as good, but {losses:or}",
        "{count:d} other options are about as good, but each is {losses:or}",
        "count",
    ),
    "verdict.test_it_first": "Test first: {option}, about {money} a month, the likely choice. Its ability is inferred, "
    "not measured: run {prompts} of your own prompts on it and on {rival}. If you must decide today: {today}.",
    "verdict.try_abler": "Test first: {option}, about {money} a month, the likely choice. {rival} is {abler}: run "
    "{prompts} of your own prompts on both. If you must decide today: {today}.",
    "today.this_and_test": "this one; to be sure, run {prompts} of your own prompts on it and on {rival}",
    "today.this_inferred_and_test": "this one, but its ability is inferred: run {prompts} of your own prompts on it "
    "and on {rival}",
    "rival.today": "the model you use today",
    "rival.best": "the one that scores best",
    "rival.next": "the best of the others",
    "verdict.clear": "Use {use}: {why}. If you must decide today: {today}.",
    "verdict.places": "Use {use}. It runs as well in {count} ways: {why}. If you must decide today: {today}.",
    "verdict.equivalent": "Use {use}. {count} models are as good within what is known: {why}. If you must decide "
    "today: {today}.",
    "verdict.test_first": "Test first: {use}, would be the choice, but its ability is inferred, not measured. Run "
    "{prompts} of your own prompts on it and on {rival}. If you must decide today: {today}.",
    "use.with_work": "{option}, about {money} a month, {billed} of it billed and the rest work of your own people",
    "why.only": "it is the only model that meets your constraints",
    "why.ahead": "no other model is better by enough to matter",
    "tie.origin": "this one alone is of an origin that raises no question",
    "tie.able": "among {those} this one alone is as able as the best",
    "tie.cheaper": "among {those} this one is the cheapest by a fifth or more",
    "tie.lead_time": "among the cheapest of {those} this one can serve soonest",
    "tie.more_proven": "among the cheapest of {those} this one is the most proven",
    "tie.score": "among the cheapest of {those} this one scores best",
    "those": "them",
    "those.origin": "those whose origin raises no question",
    "those.able": "those as able as the best",
    "those.origin_able": "those as able as the best whose origin raises no question",
}
"""How verdicts were told before they named what the others lack, or what a test is of: older records say these."""
_CHOICE: Final[dict[str, str | Plural]] = {
    "choice.reason": "{parts:semicolon}.",
    "choice.right_if": Plural(
        "Right if {gains:and} matters most to you: it is ahead there",
        "Right if {gains:and} matter most to you: it is ahead there",
        "count",
    ),
    "choice.right_if_proven": "Right if you want what is best proven",
    "choice.no_better": "No better than the choice on any criterion",
    "choice.nothing_better": "No criterion sets it apart from the next",
    "choice.gives_up": pointed("it scores {points:.1f} points less than the best", "points"),
    "choice.loses": "behind the best in {criterion}: {own:.0f} against {best:.0f} of 100",
    "choice.origin.on_the_list": "settle first whether a model from {countries} may be used, whose providers you "
    "exclude",
    "choice.origin.no_adequacy": "settle first with your data protection officer whether a model from {countries} may "
    "be used",
    "choice.origin.abroad": "settle first whether your law and rules allow a model from {countries}",
    "choice.origin.unknown": "settle first where its vendor has its seat",
    "choice.old_rent": "its rent is {days:,.0f} days old ({day}): ask for today's",
    "choice.old_price": "its price is {days:,.0f} days old ({day}): ask for today's",
    "choice.dearer": "{money} a month more than the choice",
    "choice.cheaper": "{money} a month less than the choice",
    "choice.dearer.new": "{money} a month of new money more than the choice",
    "choice.cheaper.new": "{money} a month of new money less than the choice",
    "choice.all_new": "all of it new money",
    "choice.new_money": "{new} of it new money, the rest committed already",
    "choice.proven": "it has {facts:and}",
    "proven.own_scores": "public scores of its own",
    "proven.on_the_market": "months on the market",
    "proven.second_source": "a second source",
    "proven.stays": "no shutdown announced within your horizon",
    "test.against": "Run {prompts} of your own prompts on it and on {rival}.",
    "test.language": "Compare it in {languages:code} with {rival} on {items}.",
    "test.stated": "Try {calls:d} calls of your own: no source states {abilities:and} for its model.",
    "test.trial": "{trial:cap}.",
    "settle.origin.on_the_list": "Settle first whether a model from {countries} may be used, whose providers you "
    "exclude; then compare it with the choice on {items}.",
    "settle.origin.no_adequacy": "Settle first with your data protection officer whether a model from {countries} may "
    "be used; then compare it with the choice on {items}.",
    "settle.origin.abroad": "Settle first whether your law and rules allow a model from {countries}; then compare it "
    "with the choice on {items}.",
    "settle.origin.unknown": "Settle first where its vendor has its seat; then compare it with the choice on {items}.",
    "test.felt": "Let experts judge {pairs} answers of it and of {rival} unnamed.",
    "test.felt_or_not_worth_it": "Let experts judge {pairs} answers of it and of {rival} unnamed: where they feel no "
    "difference, the dearer one is not worth its money.",
    "test.enough": "Let experts judge {answers} of its answers: are they good enough for the work?",
    "test.wait": "Measure {calls} calls of your own at your busiest hour.",
    "test.against_choice": "Run {prompts} of your own prompts on it and on the choice.",
    "test.provider_api": "Ask for its data terms in writing and measure its speed under your load.",
    "test.cloud_gpu": "Rent the machine for a day and measure it under your load.",
    "test.on_prem": "Rent the same GPUs for a day before you order them.",
    "test.edge": "Borrow one device and measure it for a day.",
    "test.on_prem.owned": "Measure it for a day on your own machines, under your load.",
    "test.edge.owned": "Measure it for a day on one of your own devices.",
    "roles": "{roles:and}",
    "role.recommended": "Recommended ({roles})",
    "role.other": "{roles:cap}",
    "role.best_score": "best score",
    "role.best_value": "best value",
    "role.lowest_risk": "most proven",
    "role.as_good": "about as good as the best",
    "role.abler": "more able",
    "role.if_allowed": "more able, if its origin is allowed",
    "role.another_way": "another vendor or way of hosting",
    "evidence.measured": "ability measured",
    "evidence.inferred": "ability inferred, not measured",
    "evidence.waits": Plural(
        "waits measured by {runs:d} run of your own on {day}",
        "waits measured by {runs:d} runs of your own, the last on {day}",
        "runs",
    ),
    "evidence.prior": "ability a guess by size and age: no test of it or its like is known",
    "label.clear_choice": "Clear choice",
    "label.equivalent_set": "Several are as good",
    "label.test_first": "Test first",
    "label.nothing_fits": "Nothing fits",
    "label.clear_winner": "Clear winner",
    "label.no_clear_winner": "No clear winner",
    "verdict_name.clear_choice": "clear choice",
    "verdict_name.equivalent_set": "several are as good",
    "verdict_name.test_first": "test first",
    "verdict_name.nothing_fits": "nothing fits",
    "verdict_name.clear_winner": "clear winner",
    "verdict_name.no_clear_winner": "no clear winner",
}
_PRICE: Final[dict[str, str | Plural]] = {
    "price.doubted": "Nobody would pay that: it is more than {times:g} times what the choice costs.",
    "enough": "For {task:small}, ability beyond {enough:.0f} of 100 points brings little, and below {floor:.0f} the "
    "work is not done.",
}
_WEIGHT: Final[dict[str, str | Plural]] = {
    "weight.by_hand": "set by hand",
    "weight.part": "{share} of {objective} ({points:.0f} of 100)",
    "weight.part_moved": "{share} of {objective} ({points:.0f} of 100; {moved:semicolon})",
    "weight.stated": "{part}, your stated priority {stated} of 5 against the usual {usual}",
    "objective.quality": "quality",
    "objective.money": "money",
    "objective.control": "control",
    "objective.effort": "effort and future",
    "moved.confidential": "the data is confidential",
    "moved.restricted": "the data is restricted",
    "moved.skills": "nobody runs GPU servers",
    "moved.volume": "the volume is large",
}
DECISION_SENTENCES: Final[dict[str, str | Plural]] = {**_VERDICT, **_EARLIER, **_CHOICE, **_PRICE, **_WEIGHT}
"""Key to template."""
