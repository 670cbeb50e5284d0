"""What the words of the field mean, in two or three sentences each, with the source of the meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Term:
    """A word, what it means, and who says so; a source without a link is a document of this project."""

    word: str
    meaning: str
    source: str
    link: str = ""


TERMS: Final[Mapping[str, Term]] = MappingProxyType(
    {
        "foundation_model": Term(
            "Foundation model",
            "A model trained on broad data that can be adapted to many tasks. Every language, speech, image and "
            "embedding model of the catalog is one or is made from one.",
            "Bommasani et al. 2021, On the Opportunities and Risks of Foundation Models",
            "https://arxiv.org/abs/2108.07258",
        ),
        "open_proprietary": Term(
            "Open and proprietary",
            "Open weights can be downloaded and run wherever their licence allows; a proprietary model answers only at "
            "its vendor, or at clouds that resell it. Open weights alone are not open source: that asks for the code "
            "and for information on the training data too.",
            "Open Source Initiative, The Open Source AI Definition 1.0 (2024)",
            "https://opensource.org/ai/open-source-ai-definition",
        ),
        "model_service": Term(
            "Model and service",
            "A model is the trained network; a service is somebody who runs it for you, at a price, under terms and in "
            "a place. The same model at another service is another alternative here.",
            "Mell and Grance 2011, The NIST Definition of Cloud Computing (SP 800-145)",
            "https://doi.org/10.6028/NIST.SP.800-145",
        ),
        "decoder_encoder": Term(
            "Decoder and encoder",
            "A decoder writes, one token after another: chat, code, reasoning. An encoder reads a whole text at once "
            "and turns it into numbers: search, sorting, ranking. It cannot answer, and costs far less per text.",
            "Vaswani et al. 2017, Attention Is All You Need; Devlin et al. 2019, BERT",
            "https://arxiv.org/abs/1810.04805",
        ),
        "encoder_decoder": Term(
            "Encoder-decoder",
            "An encoder reads the whole input, a decoder writes from what it read: made for turning one text into "
            "another, such as translation, and speech into text. It is smaller than a decoder of like quality on that "
            "one task, and does little else.",
            "Raffel et al. 2020, Exploring the Limits of Transfer Learning (T5)",
            "https://arxiv.org/abs/1910.10683",
        ),
        "multimodal": Term(
            "Multimodal",
            "It takes in more than text, such as images, sound or video, or gives them out. Each kind costs tokens of "
            "its own, and being good at text says little about the others.",
            "Yin et al. 2024, A Survey on Multimodal Large Language Models",
            "https://arxiv.org/abs/2306.13549",
        ),
        "state_space": Term(
            "State-space hybrid",
            "Layers that carry a state of fixed size take the place of most attention: memory hardly grows with the "
            "length of the text, and finding one word again far back is harder.",
            "Gu and Dao 2023, Mamba",
            "https://arxiv.org/abs/2312.00752",
        ),
        "diffusion": Term(
            "Diffusion",
            "It makes a whole picture out of noise in some dozens of steps instead of word by word: cost goes with the "
            "number of steps and the size of the picture.",
            "Ho et al. 2020, Denoising Diffusion Probabilistic Models",
            "https://arxiv.org/abs/2006.11239",
        ),
        "small_large": Term(
            "Small and large",
            "No line divides them. More parameters bring more ability and need more memory and more computing for each "
            "answer. A small model is the better one where ability beyond a point brings little: that point is a "
            "question here.",
            "Kaplan et al. 2020, Scaling Laws for Neural Language Models",
            "https://arxiv.org/abs/2001.08361",
        ),
        "mixture_of_experts": Term(
            "Mixture of experts",
            "Only a part of the parameters works on each token: as quick as a small model, as big in memory as a large "
            "one.",
            "Shazeer et al. 2017, Outrageously Large Neural Networks",
            "https://arxiv.org/abs/1701.06538",
        ),
        "hosting": Term(
            "Provider, rented, own or edge",
            "A provider is paid per token, grows by itself and needs nobody, but sees the data and decides when a "
            "model ends. Rented GPUs cost by the hour whether used or not, and the model stays as it is. Own servers "
            "keep data in the house and pay off with steady use; they take money first, people and weeks. A device at "
            "the edge works without a network.",
            "docs/hosting.md",
        ),
    }
)
