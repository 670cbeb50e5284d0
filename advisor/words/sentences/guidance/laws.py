"""Laws on personal data and on recorded speech outside the European Economic Area: topic, statement, what to do."""

from __future__ import annotations

from typing import Final

from advisor.words.sentences.guidance.duties import by_part

_LAWS: Final = {
    "ca_data": (
        "Data protection (Canada)",
        (
            "Who hands personal information to somebody for processing stays responsible for it, and sees to "
            "comparable protection by contract or other means (PIPEDA, Schedule 1, 4.1.3, {when} {day}); British "
            "Columbia, Alberta and Quebec have laws of their own for private bodies, and public bodies theirs."
        ),
        "Say which of these laws holds, sign the contract of processing, and tell people of processing abroad.",
    ),
    "ca_quebec": (
        "Data that leaves Quebec",
        (
            "Whoever communicates personal information out of Quebec, or entrusts it to somebody outside, first "
            "assesses the effect on privacy and makes a written agreement (Act respecting the protection of "
            "personal information in the private sector, section 17)."
        ),
        (
            "If people in Quebec are concerned, do the assessment before the pilot; a region elsewhere in Canada "
            "is outside."
        ),
    ),
    "ca_health": (
        "Health data (Canada)",
        (
            "Health information is under the law of the province: in Ontario PHIPA binds custodians, their agents "
            "and who provides electronic services to them ({when} {day}, sections 10, 12 and 17; O. Reg. 329/04, "
            "section 6); other provinces have acts of their own."
        ),
        (
            "Have the privacy officer name the act of each province, bind the provider as its agent or service "
            "provider, and do a privacy impact assessment before the pilot."
        ),
    ),
    "br_data": (
        "Data protection (Brazil)",
        (
            "Personal data takes a legal basis, health data one of a shorter list, and a processor acts on "
            "instruction (LGPD, Articles 7, 11 and 39, {when} {day})."
        ),
        "Record the basis and the instructions to the provider, and prepare the report on impact of Article 38.",
    ),
    "br_transfers": (
        "Data that leaves Brazil",
        (
            "Personal data goes abroad only to countries found adequate, by the authority's standard clauses, or "
            "on another ground of the law (LGPD, Articles 33 to 36, {when} {day}; Resolution CD/ANPD 19/2024)."
        ),
        ("Ask in which country the provider processes, and have the standard clauses in its contract if it is abroad."),
    ),
    "in_data": (
        "Data protection (India)",
        (
            "A processor is used only under a valid contract, whoever decides on the data answers for it, and the "
            "government may bar transfers to countries that it names (Digital Personal Data Protection Act 2023, "
            "sections 8 and 16; duties {when} {day}); before it the rules of 2011 under section 43A of the IT Act "
            "hold."
        ),
        (
            "Sign the contract with the provider, keep consent and notice ready, and ask for sectoral rules on "
            "where data is."
        ),
    ),
    "jp_data": (
        "Data protection (Japan)",
        (
            "Who is entrusted with personal data is supervised; giving it to somebody abroad takes consent, a "
            "country found equivalent or a system of equal measures (Act on the Protection of Personal "
            "Information, Articles 23, 25 and 28, {when} {day}); a medical history is taken with consent (Article "
            "20)."
        ),
        "Settle whether the provider handles the data at all, where, and on which ground of Article 28.",
    ),
    "kr_data": (
        "Data protection (Korea)",
        (
            "Entrusted processing takes a written contract and is published; data goes abroad only with consent "
            "or on another stated ground, and health data is sensitive (Personal Information Protection Act, "
            "Articles 23, 26 and 28-8, {when} {day})."
        ),
        "Name the provider and the country in the privacy policy, and record the ground of the transfer.",
    ),
    "au_data": (
        "Data protection (Australia)",
        (
            "Before personal information is disclosed abroad reasonable steps are taken that the recipient keeps "
            "the principles, and whoever disclosed it answers for the recipient (Privacy Act 1988, section 16C "
            "and principles 6, 8 and 11, {when} {day}); states have acts on health records."
        ),
        "Settle whether the provider's access is a disclosure, and bind it to the principles by contract.",
    ),
    "sg_data": (
        "Data protection (Singapore)",
        (
            "Data is protected by reasonable arrangements, also at whoever processes it for you, and leaves the "
            "country only to recipients bound to comparable protection (Personal Data Protection Act 2012, "
            "sections 4, 24 and 26, {when} {day})."
        ),
        "Have comparable protection and the countries in the provider's contract.",
    ),
    "cn_data": (
        "Data protection (China)",
        (
            "Entrusted processing is agreed and supervised; data goes abroad only after security assessment, "
            "certification or standard contract and with separate consent, and sensitive data takes an impact "
            "assessment first (Personal Information Protection Law, Articles 21, 38, 39 and 55, {when} {day})."
        ),
        "Keep the data in the country, or settle the way out and the separate consent before the pilot.",
    ),
    "data_law_open": (
        "The law on personal data",
        (
            "Of a country or state that is concerned no law on personal data is told here; that is unknown, and "
            "no sign that there is none (the United States have laws of states, most countries one of their own)."
        ),
        (
            "Have the law of your country on personal data named: legal basis, contract of processing, data that "
            "goes abroad, and where data on health must stay."
        ),
    ),
    "recording_open": (
        "Recorded talks",
        (
            "People are heard or recorded: in many places that takes the consent of one or of all who take part, "
            "and may be an offence without it. Which law holds where you are is not told here."
        ),
        ("Have it named, tell or ask everybody before the recording starts, and say how long sound and text are kept."),
    ),
    "invented_speech": (
        "Words that nobody said",
        (
            "Speech recognition that writes text can invent it, mostly where nobody speaks: whole phrases in "
            "about 1% of the passages of a study of Whisper, and many of them harmful (Koenecke and others, "
            "2024). In a record they stand like what was said."
        ),
        (
            "Cut silence before the model, keep the sound until the text is released by somebody who was there, "
            "and count invented phrases, names, doses and negations in the test."
        ),
    ),
}
"""By the id of a rule of ``governance_rules.csv``."""
LAW_SENTENCES: Final[dict[str, str]] = by_part(_LAWS)
"""Key to template."""
