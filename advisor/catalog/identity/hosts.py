"""What sources call the hosts of models, and how hosts write a zone, a tier or a wrapping into a name.

Price lists and hosts give one company several words ("bedrock", "bedrock_converse", "aws", "amazon-bedrock"). A word
that is a provider's id already needs no entry; everything else that is said about hosts in names stands here.
"""

from __future__ import annotations

import re
from typing import Final

PROVIDER_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "ai21": ("ai21_chat",),
    "aiml": ("aimlapi",),
    "alibaba-cloud": ("alibaba", "alibaba-cn", "dashscope", "qwen_ai_platform", "qwencloud"),
    "aws-ai-services": ("aws_polly", "polly", "transcribe"),
    "aws-bedrock": ("aws", "bedrock", "bedrock_converse", "bedrock_mantle", "amazon-bedrock", "amazon", "amazon_nova"),
    "azure-foundry": ("azure", "azure_ai", "azure_text", "azure-cognitive-services", "azure-openai"),
    "black-forest-labs": ("black_forest_labs", "bfl"),
    "cloudferro": ("cloudferro-sherlock",),
    "cloudflare": ("cloudflare-workers-ai", "cf", "cloudflare-ai-gateway"),
    "cohere": ("cohere_chat",),
    "databricks": ("databricks-ai",),
    "digitalocean": ("gradient_ai",),
    "fal": ("fal_ai",),
    "fireworks": ("fireworks_ai", "fireworks-ai", "fireworks_ai-embedding-models"),
    "friendli": ("friendliai",),
    "gmicloud": ("gmi",),
    "google-gemini-api": ("gemini", "google", "google-ai-studio"),
    "google-vertex": ("vertex_ai", "vertex", "google-vertex-anthropic", "vertexai"),
    "huggingface": ("huggingface-inference", "hf"),
    "ibm-watsonx": ("watsonx",),
    "jina": ("jina_ai",),
    "lambda": ("lambda_ai",),
    "meta-model-api": ("meta", "meta_llama", "llama"),
    "minimax": ("minimax-cn",),
    "mistral": ("mistralai", "codestral", "text-completion-codestral"),
    "moonshot": ("moonshotai", "moonshotai-cn"),
    "novita": ("novita-ai",),
    "nvidia": ("nvidia_nim",),
    "openai": ("text-completion-openai", "openai-decisions"),
    "oracle-oci": ("oci", "oracle"),
    "perplexity": ("perplexity-agent",),
    "privatemode": ("privatemode-ai",),
    "regolo": ("regolo-ai",),
    "runway": ("runwayml",),
    "salad": ("salad-cloud",),
    "siliconflow": ("siliconflow-cn",),
    "snowflake": ("snowflake-cortex",),
    "stepfun": ("stepfun-ai",),
    "tencent-cloud": ("tencent", "tencent-tokenhub"),
    "together": ("together_ai", "togetherai"),
    "vercel": ("vercel_ai_gateway",),
    "volcengine": ("doubao",),
    "voyage": ("voyageai",),
    "xai": ("x-ai",),
    "zai": ("z-ai", "zhipuai", "bigmodel"),
}
"""Our provider by the words that price lists, routers and hosts use for it."""

OWNER_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "01ai": ("01-ai", "yi"),
    "ai21": ("ai21labs",),
    "alibaba": ("qwen", "alibaba-qwen", "tongyi", "alibaba-nlp", "wan-ai"),
    "amazon": ("aws",),
    "ant": ("inclusionai", "bailing"),
    "arcee": ("arcee-ai",),
    "black-forest-labs": ("black_forest_labs", "bfl"),
    "bytedance": ("bytedance-seed", "doubao"),
    "cohere": ("coherelabs", "cohereforai"),
    "deepseek": ("deepseek-ai",),
    "ibm": ("ibm-granite",),
    "inception": ("inceptionlabs",),
    "kuaishou": ("kwaipilot", "kwai"),
    "lg": ("lgai-exaone",),
    "liquid": ("liquidai",),
    "meta": ("meta-llama", "facebook", "meta_llama"),
    "minimax": ("minimaxai",),
    "mistral": ("mistralai",),
    "moonshot": ("moonshotai", "kimi"),
    "nous": ("nousresearch",),
    "perplexity": ("perplexity-ai",),
    "reka": ("rekaai",),
    "stability": ("stabilityai",),
    "stepfun": ("stepfun-ai",),
    "tii": ("tiiuae",),
    "voyage": ("voyageai",),
    "xai": ("x-ai", "xai-org"),
    "xiaomi": ("xiaomimimo",),
    "zai": ("z-ai", "z.ai", "zai-org", "thudm", "zhipuai"),
}
"""Our vendor by the words that sources use for the owner of a model; the owners of Hub repositories are added."""

SEGMENTS: Final = frozenset(
    {"accounts", "models", "publishers", "hosted", "run", "partner-models", "@oi", "@hf", "@cf", "*"}
)
"""Parts of a path that say nothing about the model ("accounts/fireworks/models/...", "@cf/meta/...")."""

ZONE_WORDS: Final[dict[str, str]] = {
    "us": "us",
    "eu": "eu",
    "uk": "uk",
    "apac": "apac",
    "jp": "jp",
    "au": "au",
    "ca": "ca",
    "in": "in",
    "global": "global",
    "global-standard": "global",
    "us-gov": "gov",
    "cn": "cn",
}
"""Zones as hosts write them in a name ("us.anthropic.", "azure/eu/"); "regional" says that one is kept, not which."""

REGIONS: Final[tuple[tuple[str, str], ...]] = (
    (r"us-gov-", "gov"),
    (r"us-", "us"),
    (r"eu-west-2|europe-west2", "uk"),
    (r"eu-central-2|europe-west6", "ch"),
    (r"eu-|europe-", "eu"),
    (r"ap-northeast-[13]|asia-northeast[12]", "jp"),
    (r"ap-northeast-2|asia-northeast3", "kr"),
    (r"ap-southeast-1$|asia-southeast1", "sg"),
    (r"ap-southeast-[24]|australia-", "au"),
    (r"ap-south-|asia-south[12]", "in"),
    (r"ap-|asia-", "apac"),
    (r"ca-|northamerica-northeast", "ca"),
    (r"sa-|southamerica-", "br"),
    (r"me-|il-", "me"),
    (r"cn-", "cn"),
)
"""Zone of a cloud's region by the start of its name (AWS "Regions and Zones", Google Cloud "Regions and zones")."""

_REGION: Final = re.compile(r"[a-z]+(?:-gov)?-[a-z]+-?\d+")


def provider_of(word: str | None, provider_ids: frozenset[str]) -> str | None:
    """Our provider that a source's word means; None for a word that nobody has entered."""
    if not word:
        return None
    plain = word.strip().lower()
    for spelt in (plain, plain.split("-", 1)[0] if plain.startswith(("vertex_ai-", "huggingface_")) else plain):
        found = _PROVIDER_OF.get(spelt) or (spelt if spelt in provider_ids else None)
        if found in provider_ids:
            return found
    head = plain.split("_", 1)[0]
    return head if head == "huggingface" and head in provider_ids else None


def zone_of_word(word: str) -> str | None:
    """Our zone that a part of a name means: a zone's word or a cloud's region; None where it is neither."""
    plain = word.strip().lower()
    if plain in ZONE_WORDS:
        return ZONE_WORDS[plain]
    if _REGION.fullmatch(plain):
        return next((zone for start, zone in REGIONS if re.match(start, plain)), None)
    return None


_PROVIDER_OF: Final = {word: provider for provider, words in PROVIDER_WORDS.items() for word in words}
