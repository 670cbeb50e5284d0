"""Retrieval: whether to retrieve, and how, with what it costs and waits."""

from __future__ import annotations

from typing import Final

_ADVICE: Final = {
    "whole": (
        "Put all {tokens} tokens into the prompt: at {money} a month that costs no more than retrieval at {other}, and "
        "nothing can be missed."
    ),
    "no_embedder": "No embedding model passes the gates of these answers: settle that before retrieval is planned.",
    "no_store": "No store of vectors passes these answers: see below which rule excludes each.",
    "retrieve": (
        "Retrieve: {chunks} chunks, embedded by {model}, kept in {store}, {again}; expected cost {money} a month with "
        "the passages in the prompts and the work of keeping it."
    ),
    "at_least": (
        "Retrieve: {chunks} chunks, embedded by {model}, kept in {store}, {again}; it costs at least {money} a month, "
        "since the price of the store is not known."
    ),
    "again": "the best of them ranked again",
    "once": "ranked once",
}
_POINTS: Final = {
    "whole.fits": "Everything fits into the prompt: {tokens} tokens, where up to {most} may go.",
    "whole.later": "What follows is the retrieval to build once the corpus outgrows the prompt.",
    "whole.large": "More than {most} tokens, or an amount that nobody stated, is not put into every prompt.",
    "whole.rights": "Everything in the prompt would show everybody everything: the rights of each document forbid it.",
    "whole.window": "The {tokens} tokens of the corpus do not fit into the window of the model where it runs.",
    "whole.slow": "To read all {tokens} tokens with each question would miss the limit to the first token.",
    "whole.dear": "To read all {tokens} tokens with each question would cost {money} a month, more than retrieval.",
    "chunks.cut": "{chunks} chunks of {tokens} tokens, of which {overlap} overlap with the one before.",
    "chunks.short": "{chunks} documents of about {tokens} tokens each stay whole: none is cut.",
    "chunks.prompt": "The best {passages} go into each prompt: {tokens} tokens.",
    "chunks.fewer": "The limit of {limit} ms leaves room for {passages} in each prompt: {tokens} tokens.",
    "embedding.chosen": "The embedding model is the decision's own choice: {model}, {place}, {dimensions} dimensions.",
    "embedding.beside": (
        "{model} embeds, ranked first for {languages} among models small enough to run beside the language model, "
        "{place}; {dimensions} dimensions."
    ),
    "embedding.ranked": (
        "{model} embeds, chosen for {languages} by the same gates and criteria as the language model, {place}; "
        "{dimensions} dimensions."
    ),
    "index.full": (
        "The index takes {size} GB of memory: {vectors} vectors of {dimensions} dimensions at four bytes, with what "
        "the store adds; the texts take {texts} GB of disk."
    ),
    "index.bytes": (
        "The index takes {size} GB of memory: {vectors} vectors of {dimensions} dimensions at one byte, which keeps "
        "about {kept} of the quality, with what the store adds; the texts take {texts} GB of disk."
    ),
    "recall.exact": "{vectors} vectors are few enough to compare every one: no graph, nothing is missed.",
    "recall.graph": (
        "Start with M = {links} and a search {width} wide: a measurement found {found} of the true neighbours so, "
        "{wider} with twice the width at 1.6 times the wait. Raise the width until your own questions are answered."
    ),
    "rerank.yes": (
        "{model} ranks the best {candidates} again: in a published test the questions whose passage was missed fell "
        "from {before:.1%} to {after:.1%}."
    ),
    "rerank.few": "Fewer than {least} chunks: a second ranking has little to correct.",
    "rerank.none": "No model that ranks again passes the gates where the language model runs.",
    "rerank.device": "On a device a second ranking is left out: nobody has measured it there, and it shares the GPU.",
    "rerank.dear": "A second ranking would cost {money} a month, more than all the rest: left out.",
    "rerank.slow": "A second ranking would miss the limit of {limit} ms to the first token: left out.",
    "rights.shared": "Everybody who asks may read everything: the index needs no filter by person.",
    "rights.enforced": (
        "Carry the rights of each document into {store} and let it refuse: no search can then forget the filter."
    ),
    "rights.paid": (
        "Carry the rights of each document into {store}: it refuses what somebody may not read only in its dearer "
        "subscriptions."
    ),
    "rights.filter": (
        "Carry the rights of each document into {store} as a field: the application must set the filter on every "
        "search, and a test must prove it."
    ),
    "fresh.part": "{share} of the corpus changes in a month: to embed it again costs {money} a month.",
    "fresh.whole": (
        "{share} of the corpus changes in a month: to embed it again costs {money} a month; keep the day of each text "
        "and let the newest win."
    ),
    "fresh.own": "{share} of the corpus changes in a month; to embed it again takes time of servers that are paid for.",
    "wait.added": "Retrieval adds {added} ms.",
    "wait.whole": "Retrieval adds {added} ms before the model begins: {whole} ms to the first token.",
    "wait.kept": "Retrieval adds {added} ms before the model begins: {whole} ms to the first token, within {limit} ms.",
    "wait.missed": (
        "Retrieval adds {added} ms before the model begins: {whole} ms to the first token miss the limit of {limit} ms."
    ),
    "assumed.corpus": "Nobody said how much there is to search: {tokens} tokens, about ten thousand pages.",
    "assumed.changing": "{share} of the corpus changes in a month.",
    "assumed.by_document": "The data is guarded: not everybody may read every document.",
    "assumed.shared": "Everybody who asks may read every document.",
    "assumed.price": "No source that may be cited tells what {store} costs: it is missing from the sum.",
    "assumed.dimensions": "The index is sized for {dimensions} dimensions.",
}
_STORES: Final = {
    "store.moved": "{reason} ({points:+g})",
    "store.reason": "{reasons:semicolon}",
    "store.nothing": "nothing speaks for it or against it",
    "store.because.at-hand": "an extension of a database that most houses run already",
    "store.because.by-words": "finds by words as well",
    "store.because.rights": "the store itself refuses what somebody may not read",
    "store.because.large": "built for as many vectors as these",
    "store.because.managed": "run by its maker, where nobody of the house runs servers",
    "store.because.same-cloud": "in the contract under which the model is called",
    "store.because.away": "guarded texts would stand at one more company",
    "store.because.upkeep-middle": "one more server to run",
    "store.because.upkeep-heavy": "a cluster to run",
    "store.because.on-device": "a file within the application on the device",
    "store.out.managed": "only as a service, which the answers exclude",
    "store.out.provider": "its provider is excluded",
    "store.out.place": "where it keeps data is not known here; it must stay in {zones}",
    "store.out.device": "a server of its own does not belong on the device",
    "store.out.one_file": "a file within one application: no second server could take over",
    "store.out.wide": "its index takes {most} dimensions; the vectors have {has} (some models let them be shortened)",
    "store.out.many": "shown to carry {most} vectors; there are {has}",
}
_COSTS: Final = {
    "cost.embed_first": "Embedding the corpus",
    "cost.embed_changed": "Embedding what changes",
    "cost.embed_questions": "Embedding the questions",
    "cost.embed_beside": "Embedding model",
    "cost.embed_server": "Embedding model on servers of its own",
    "cost.store": "Store of vectors",
    "cost.rerank": "Ranking again",
    "cost.context": "Passages in the prompts",
    "cost.upkeep": "People who keep it",
    "cost.note.beside": "runs beside the language model",
    "cost.note.once": "once, spread over {months} months",
    "cost.note.servers": "the servers of the language model are paid for already",
    "cost.note.days": "{days:g} person-days a month",
    "wait.embed": "Embed the question",
    "wait.search": "Search the index",
    "wait.rerank": "Rank again",
    "wait.prefill": "Read the passages (within the model's own wait)",
}
RETRIEVAL_SENTENCES: Final[dict[str, str]] = {f"retrieval.advice.{key}": text for key, text in _ADVICE.items()} | {
    f"retrieval.{key}": text for key, text in (_POINTS | _STORES | _COSTS).items()
}
"""Key to template."""
