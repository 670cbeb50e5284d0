"""The words shown for the codes in answers: one label per code, used by screens, the report and the command line."""

from __future__ import annotations

from typing import Final

TASKS: Final[dict[str, str]] = {
    "chat_assistant": "Chat assistant",
    "rag": "Answering from documents (retrieval-augmented)",
    "document_processing": "Document processing",
    "long_document_analysis": "Long-document analysis",
    "summarisation": "Summarisation",
    "code": "Code assistant",
    "agents": "Agents with tools",
    "classification_extraction": "Classification and extraction",
    "translation": "Translation",
    "semantic_search": "Semantic search (embeddings)",
    "transcription": "Transcription (speech to text)",
    "speech_synthesis": "Speech synthesis (text to speech)",
    "image_generation": "Image generation",
}
ARCHETYPES: Final[dict[str, str]] = {
    "chat": "Chat",
    "documents": "Answers from documents",
    "search": "Search",
    "code": "Code",
    "agents": "Agents",
    "extraction": "Extraction",
    "translation": "Translation",
    "speech": "Speech",
    "images": "Images",
    "edge": "On a device",
    "routing": "Sorting and routing",
    "summarising": "Summaries",
}
"""Kinds of work that many want; what is usual for each is in ``data/archetypes.csv``."""
EXAMPLES: Final[dict[str, str]] = {
    "chat": "An assistant for 800 employees who write letters and ask questions in German and English.",
    "documents": "Answer questions of 3,000 employees about HR rules, in German; the data stays in the EU.",
    "search": "Find similar passages in 200,000 contracts of 12 pages.",
    "code": "Help 120 developers to write and review code; nothing may leave our own servers.",
    "agents": "An agent that books travel for 400 people through our own tools.",
    "extraction": "Read 2,000 invoices a day of 3 pages and hand over their fields.",
    "translation": "Translate 300 manuals a day of 5 pages from English into German and French.",
    "speech": "Transcribe 900 calls a day of our call centre in France.",
    "images": "Make pictures for the adverts of 20 people in marketing.",
    "edge": "Sort short notes of machines on a device without a network.",
    "routing": "Route 8,000 customer mails a day to the right team.",
    "summarising": "Summarise 400 discharge letters a day of 4 pages; patient data, Germany only.",
}
"""One sentence of each, to begin from."""
DEPLOYMENT_KINDS: Final[dict[str, str]] = {
    "provider_api": "Model provider or cloud API",
    "cloud_gpu": "Rented cloud GPUs",
    "on_prem": "On-premises",
    "edge": "Edge device",
}
DATA_CLASSES: Final[dict[str, str]] = {
    "public": "Public",
    "internal": "Internal",
    "confidential": "Confidential",
    "restricted": "Restricted (secret, or special categories)",
}
ZONES: Final[dict[str, str]] = {
    "us": "United States",
    "eu": "European Union",
    "uk": "United Kingdom",
    "ca": "Canada",
    "br": "Brazil",
    "ch": "Switzerland",
    "in": "India",
    "jp": "Japan",
    "kr": "South Korea",
    "sg": "Singapore",
    "au": "Australia",
    "apac": "Asia-Pacific",
    "cn": "China",
    "me": "Middle East",
}
MODALITIES: Final[dict[str, str]] = {
    "text": "Text",
    "image": "Images",
    "audio": "Audio",
    "video": "Video",
    "pdf": "PDF files",
}
SKILLS: Final[dict[str, str]] = {
    "none": "None: nobody runs GPU servers",
    "some": "Some: a platform team with containers",
    "strong": "Strong: GPU servers in production today",
}
HARDWARE_GIVEN: Final = {
    "devices": "Devices at the edge are given, servers may be bought",
    "all": "Devices and servers are given: no server is bought beside them",
    "none": "None: others may be bought",
}
SERVICE_HOURS: Final[dict[str, str]] = {
    "business_hours": "Business hours",
    "extended_hours": "Extended hours, six days a week",
    "around_the_clock": "Around the clock, with people on call",
}
FINE_TUNING: Final[dict[str, str]] = {
    "not_needed": "Not needed",
    "useful": "Useful, not decisive",
    "required": "Required",
}
ADAPTATION_QUESTIONS: Final[dict[str, str]] = {
    "knowledge_changes": "How often what it must know changes",
    "private_knowledge": "How much rests on knowledge of your own",
    "form": "How strict form and tone are",
    "domain": "The language of the field",
    "explainability": "Whether sources must be shown",
}
_UNKNOWN: Final = {"unknown": "Not stated"}
ADAPTATION_LEVELS: Final[dict[str, dict[str, str]]] = {
    "knowledge_changes": _UNKNOWN
    | {"rarely": "Once a year or less", "monthly": "Every month", "daily": "Every week or day"},
    "private_knowledge": _UNKNOWN | {"none": "Nothing", "some": "Some answers", "most": "Most answers"},
    "form": _UNKNOWN | {"free": "Any wording will do", "house_style": "Style of the house", "strict": "Fixed form"},
    "domain": _UNKNOWN
    | {"general": "Everyday language", "special": "Words of a trade", "foreign": "Hardly known to public models"},
    "explainability": _UNKNOWN | {"not_needed": "Nobody asks", "helpful": "It would help", "required": "Required"},
}
LABELS_QUALITY: Final[dict[str, str]] = _UNKNOWN | {
    "poor": "They contradict one another",
    "mixed": "Some need cleaning",
    "good": "Checked",
}
AI_ACT: Final[dict[str, str]] = {
    "unknown": "Not assessed yet",
    "minimal": "Minimal risk",
    "limited": "Limited risk (transparency duties)",
    "high": "High risk",
}
SECTORS: Final[dict[str, str]] = {
    "not_stated": "Not stated",
    "public_sector": "Public sector",
    "defence": "Defence",
    "health": "Health care",
    "finance": "Finance",
    "other": "Another sector",
}
CERTIFICATIONS: Final[dict[str, str]] = {
    "soc2": "SOC 2",
    "iso27001": "ISO 27001",
    "iso27701": "ISO 27701",
    "iso42001": "ISO 42001 (AI management)",
    "hipaa": "HIPAA agreement",
    "pci-dss": "PCI DSS",
    "fedramp-high": "FedRAMP High",
    "c5": "BSI C5",
    "hds": "HDS (French health data)",
}
LANGUAGES: Final[dict[str, str]] = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "cs": "Czech",
    "sv": "Swedish",
    "da": "Danish",
    "fi": "Finnish",
    "no": "Norwegian",
    "el": "Greek",
    "hu": "Hungarian",
    "ro": "Romanian",
    "tr": "Turkish",
    "ru": "Russian",
    "uk": "Ukrainian",
    "bg": "Bulgarian",
    "hr": "Croatian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "et": "Estonian",
    "lv": "Latvian",
    "lt": "Lithuanian",
    "ar": "Arabic",
    "he": "Hebrew",
    "hi": "Hindi",
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
    "vi": "Vietnamese",
    "th": "Thai",
    "id": "Indonesian",
}
CAPABILITIES: Final[dict[str, str]] = {
    "general": "General ability",
    "reasoning": "Reasoning",
    "code": "Code",
    "tool_use": "Tool use",
    "long_context": "Long context",
    "multilingual": "Languages beyond English",
    "instruction_following": "Instruction following",
    "factuality": "Factuality",
    "embedding": "Embedding quality",
    "speech": "Speech recognition",
    "image": "Image quality",
}
LANGUAGE_ABILITIES: Final[dict[str, str]] = {f"language_{code}": name for code, name in LANGUAGES.items()}
"""Capabilities per language, by the ISO 639-1 code; estimated for the languages that public boards test."""
IMPORTANCE: Final[dict[int, str]] = {
    0: "Ignore",
    1: "Minor",
    2: "Some",
    3: "Important",
    4: "Very important",
    5: "Decisive",
}
