"""What is assumed of each matter that nobody spoke of: a sentence each, for the questions and for page one."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.questionnaire.intake.said import Matter
from advisor.words.language import Words


def unsaid(words: Words) -> Mapping[Matter, str]:
    """What an answer would sharpen, by matter, with what stands there until then."""
    say = words.say
    return {
        "how_much": say("How much work there is: the cost is that of a usual load."),
        "length": say("How long the texts are: tokens and context are the usual ones."),
        "data": say("Which data it is: taken as internal, with no personal data."),
        "where": say("Where it may be processed: nothing is ruled out."),
        "languages": say("Which languages: those that are usual for the work."),
        "money": say("What it may cost: no limit rules anything out."),
        "waits": say("How long anybody waits: the usual limits hold."),
        "skills": say("Who could run servers: taken as a platform team with containers."),
    }
