"""What licences allow and ask, in the catalog's own words; a licence that is not here is shown in English."""

from __future__ import annotations

from typing import Final

LICENCES: Final[tuple[str, ...]] = (
    "Not for commercial work.",
    "Research only; the weights derive from LLaMA 1.",
    "Use, change, sell and pass on freely, with a patent licence. Keep the notices.",
    "Pass on the licence text and notices; say which files were changed.",
    "Business use allowed; a list of forbidden uses applies and must be passed on.",
    "Pass the list of forbidden uses on; share the documentation of changed models.",
    "Pass the list of forbidden uses on.",
    "Use, change, sell and pass on freely. Keep the notice.",
    "Keep the notice; do not use the authors' names to promote.",
    "Commercial use and changes allowed as long as the author is named.",
    "Name the author, link the licence, say what was changed.",
    "Not for commercial work. Research and evaluation only, unless the vendor sells a separate licence.",
    "Name the author; non-commercial use only.",
    "Not for commercial work, and fine-tuned versions may not be passed on.",
    "Name the author; non-commercial; no changed versions may be passed on.",
    "Not for commercial work; changed versions keep the same terms.",
    "Name the author; non-commercial; same licence for adapted versions.",
    "Commercial use allowed; a changed model that is passed on must carry the same licence.",
    "Name the author; adapted versions must carry the same licence.",
    "No conditions at all.",
    "Open weights for research only; business use needs Cohere's API or a licence.",
    "Non-commercial; Cohere's acceptable use policy applies too; commercial use through Cohere.",
    "Not for commercial work, outputs included, and nobody sells a licence any more.",
    "Non-commercial use of the model and of its outputs; the company that sold commercial licences has closed.",
    "Free for business below 700 million monthly users; outputs may not be used to improve other language models.",
    (
        "Acceptable use policy; model and outputs not to be used to improve other large language models; pass on "
        "the agreement and the notice; use the latest version within reason. The user count is that of the "
        "release date (27 March 2024)."
    ),
    (
        "Business use, hosting and derivatives allowed; a list of forbidden uses (military use, harm to minors, "
        "fully automated decisions against a person's rights, ...) applies and must be passed on."
    ),
    (
        "Pass the use restrictions (attachment A) on, as enforceable terms, to whoever receives the model, "
        "derivatives or a hosted service; ship the licence; mark changed files. DeepSeek may restrict use in "
        "violation, remotely or otherwise. Law of China."
    ),
    "Not for commercial work, outputs included, without a licence from LG.",
    (
        "Research and education only; products or services that earn money, and competing models, are forbidden, "
        "outputs included; pass on the licence; name the model and version in publications. LG claims no rights "
        "in outputs."
    ),
    "Business use allowed inside a product; offering the model itself as a hosted service needs permission from TII.",
    (
        "Acceptable use policy, which must be passed on and may change; public statements on derivatives credit "
        '"Falcon LLM technology from the Technology Innovation Institute"; offering shared instances or managed '
        "services with an inference or fine-tuning API needs written permission by TII (products with the model "
        "in the background do not). The earlier Falcon licence of spring 2023 asked a 10% royalty above 1 million"
        " USD of revenue; since June 2023 Falcon 7B and 40B are Apache 2.0."
    ),
    "Business use allowed under an acceptable use policy; built on Apache 2.0.",
    (
        "Acceptable use policy (hosted by TII and updated from time to time), which must be passed on; "
        "publications of derivatives credit the Technology Innovation Institute; ship the licence."
    ),
    (
        "Running the model for business needs a paid licence from Black Forest Labs; the pictures made with it "
        "may be used commercially."
    ),
    (
        "Weights for non-commercial, non-production purposes only; outputs may be used for any purpose, also "
        "commercially, but not to train a competing model; no military use, surveillance or biometric processing;"
        " later versions (1.1.1 and 2.1 for FLUX.2) ask for content filters and, where law requires, a notice "
        "that the output is made by AI; pass on the licence and the notice."
    ),
    (
        "Business use allowed under a list of prohibited uses, which must be passed on to whoever receives the "
        "model or its derivatives."
    ),
    (
        "Pass on the terms, the use restrictions as enforceable terms, and the notice; mark changed files; "
        "prohibited use policy; Google may restrict, remotely or otherwise, use it believes to violate the terms."
        " Google claims no rights in outputs."
    ),
    "Research use is free; business use needs a (free) registration with Zhipu and a credit.",
    (
        'Commercial use after a registration with Zhipu; products that distribute it show "Built with glm-4"; '
        'names of models trained with it begin with "glm-4"; forbidden uses.'
    ),
    (
        "As MIT for all but the largest cloud companies: a model service whose owner takes in over USD 10 billion"
        " a year needs a security review by Z.ai first."
    ),
    (
        "A company that sells model access as a service and takes in over 10 billion USD in any 12 months must "
        "pass a security review by Z.ai before commercial use. Otherwise as MIT."
    ),
    (
        "Not licensed for use in the European Union, the United Kingdom and South Korea; elsewhere free below 100"
        " million monthly users."
    ),
    (
        "Not granted in the European Union, the United Kingdom and South Korea, outputs included; acceptable use "
        "policy (exhibit A); a licence from Tencent above 100 million monthly users on the release date (the 3D "
        'models: 1 million); pass on the agreement and the notice; marking products "Powered by Tencent Hunyuan" '
        "is encouraged."
    ),
    "Research use is free; business use needs a (free) application.",
    "Weights free for research; free commercial use after an application form; the code is Apache 2.0.",
    "Free for business up to USD 50 million of annual revenue; larger companies need a licence from AI21.",
    (
        'Above 50 million USD annual revenue a commercial licence from AI21 is needed; name "Built with Jamba" '
        "rules; prohibited uses. Covers Jamba 1.5 to 1.7; the first Jamba and Jamba2 are Apache 2.0."
    ),
    (
        "Business use inside the company is allowed; passing the model or a derivative on for money needs an "
        "agreement with LG."
    ),
    (
        'Ship the agreement; names of derivatives begin with "K-EXAONE"; passing the model or derivatives on to '
        "third parties for commercial purposes needs a separate agreement with LG."
    ),
    (
        "Free for internal use and inside products. Offering it as a model service needs an agreement with "
        "Moonshot AI above USD 20 million of revenue; very large products must show its name."
    ),
    (
        "Companies that sell model access or fine-tuning as a service need an agreement with Moonshot AI once "
        "they and their affiliates take in over 20 million USD in any 12 months. Products with over 100 million "
        'monthly users or over 20 million USD of monthly revenue show "Kimi K3". Internal use and products with '
        "the model embedded in a feature are exempt from the first clause."
    ),
    (
        "As MIT, but a product with over 100 million monthly users or over USD 20 million of monthly revenue (USD"
        " 240 million a year) must show the name of the model on its screen."
    ),
    (
        'A product with over 100 million monthly users or over 20 million USD of monthly revenue must show "Kimi '
        'K2" prominently on its user interface. Otherwise as MIT.'
    ),
    "Free for business up to USD 10 million of annual revenue; above it a licence from Liquid AI is needed.",
    (
        "Commercial use free below 10 million USD of annual revenue, changed models included; above it a licence "
        "from Liquid AI is needed; non-profits and research are free; attribution when distributed; based on "
        "Apache 2.0."
    ),
    (
        "Free for business below 700 million monthly users (counted on 18 July 2023). Outputs may not be used to "
        "improve other language models."
    ),
    (
        "Ship the licence and the notice; follow the acceptable use policy; do not use outputs to improve other "
        "large language models."
    ),
    (
        "Free for business below 700 million monthly users. Credit and naming rules; outputs may not be used to "
        "improve other language models."
    ),
    (
        'Show "Built with Meta Llama 3"; start the name of distributed models trained with it with "Llama 3"; '
        "pass on the agreement and the notice; acceptable use policy; materials and outputs not to be used to "
        "improve other large language models."
    ),
    "Free for business below 700 million monthly users. Outputs may train other models if those are named Llama.",
    (
        'Show "Built with Llama"; names of distributed models trained with it or its outputs begin with "Llama"; '
        "pass on the agreement and the notice; acceptable use policy."
    ),
    (
        "Free for business below 700 million monthly users. Companies seated in the European Union get no licence"
        " for the vision models (11B, 90B); the text models (1B, 3B) are licensed everywhere."
    ),
    (
        'Show "Built with Llama"; derived models\' names begin with "Llama"; acceptable use policy. The vision '
        "models are not licensed to persons domiciled in, or companies with their principal place of business in,"
        " the European Union; end users of a product built on them are not affected."
    ),
    'Show "Built with Llama"; derived models\' names begin with "Llama"; acceptable use policy.',
    (
        "Free for business below 700 million monthly users, but companies seated in the European Union get no "
        "licence for these multimodal models."
    ),
    (
        'Show "Built with Llama"; names of distributed models trained with it begin with "Llama"; acceptable use '
        "policy, which does not grant its multimodal models (all of Llama 4) to persons domiciled in, or "
        "companies with their principal place of business in, the European Union; end users of a product built on"
        " them are not affected."
    ),
    (
        "Business use needs a notice to MiniMax and a visible credit; above USD 20 million of yearly revenue it "
        "needs written permission."
    ),
    (
        'Commercial use: show "Built with MiniMax M3" and send a one-time notice; above 20 million USD of yearly '
        "revenue a prior written authorisation is needed; prohibited uses include military purposes."
    ),
    "Not for commercial work without written permission from MiniMax.",
    (
        "Commercial use, hosted or post-trained versions included, only after prior written authorisation by "
        'MiniMax, and then with "Built with MiniMax M2.7"; prohibited uses include any military purpose.'
    ),
    "Business use, changes and passing on are allowed with the notice; a list of prohibited uses applies.",
    (
        "Prohibited uses policy (military use, harm to minors, fully automated decisions against a person's "
        "rights, ...); pass on the agreement and the notice; mark changed files. Law of Singapore."
    ),
    (
        "Free unless your whole company takes in more than USD 20 million a month (USD 240 million a year); then "
        "a licence from Mistral is needed."
    ),
    (
        "No rights for companies whose consolidated monthly revenue exceeds 20 million USD; they need a "
        "commercial licence from Mistral."
    ),
    "Not in production without a paid licence from Mistral.",
    "Testing and research only; production needs a commercial licence from Mistral.",
    "Not for commercial work without a paid licence from Mistral.",
    (
        "Commercial use inside the house is permitted under conditions; offering the model as a service needs another "
        "licence."
    ),
    "Who sells the model as a service needs a separate commercial licence; read the conditions before use.",
    (
        "Models, derivatives and outputs for research purposes only; anything else, hosting included, needs a "
        "licence that Mistral may grant."
    ),
    "Use, change, sell and pass on freely. Keep the notice. No patent clause.",
    "Keep the copyright and licence notice in copies.",
    "As MIT, but a commercial product must show the name of the model on its screen (M2: only very large products).",
    (
        'As MIT, with one change: commercial products or services show "MiniMax M2.5" prominently on their user '
        "interface. In the text of M2 (MiniMax-AI/MiniMax-M2) this holds only above 100 million monthly users or "
        "30 million USD of annual recurring revenue."
    ),
    "Business use, changes and passing on are allowed with the notice.",
    "Ship the licence and the notice line; the licence ends for whoever sues over the model.",
    "Research and evaluation only; derivatives keep the limit; NVIDIA itself may use it commercially.",
    "Business use and derivatives allowed; removing safety guardrails without an equal replacement ends the licence.",
    (
        "Ship the licence and the notice; bypassing or weakening a safety guardrail without a substantially "
        "similar one ends the licence; use in line with NVIDIA's trustworthy AI terms."
    ),
    "Not for commercial work without a licence from Aleph Alpha.",
    "Non-commercial research and education only.",
    "Use, change, sell and pass on freely, data and documentation included. Keep the notices.",
    "Pass on the licence and notices of origin; the licence ends for whoever sues over the model.",
    "Pass the list of forbidden uses on in every licence of the model or its derivatives.",
    (
        "Pass the list of forbidden uses on, as enforceable terms, in every licence of the model or its "
        "derivatives; keep notices; mark changed files."
    ),
    "The weights are not given out. What may be done with the outputs is in the vendor's terms of service.",
    "The vendor's terms and usage policy; outputs may usually not be used to build a competing model.",
    (
        "Free for business below 100 million monthly users. The older text forbids using outputs to improve other"
        " language models; the newer one asks for a credit."
    ),
    (
        "Pass on the agreement and the notice; mark changed files; ask Alibaba for a licence above 100 million "
        "monthly users. The older Tongyi Qianwen text (first Qwen models) forbids using model or outputs to "
        'improve other large language models; the later Qwen text (2024) instead asks for "Built with Qwen" or '
        '"Improved using Qwen". Law of China.'
    ),
    (
        "Free for internal use and most products. Model services and coding or office assistants need a licence "
        "from Alibaba; very large products must show its name."
    ),
    (
        "Whoever runs a model service, or a stand-alone assistant for coding or office work, needs a separate "
        "licence from Qwen for commercial use; internal use is exempt. Products with over 100 million monthly "
        "users or over 20 million USD of monthly revenue show the name of the model."
    ),
    (
        'Research or evaluation only; distributed models trained with it show "Built with Qwen" or "Improved '
        'using Qwen"; ask Alibaba for a commercial licence.'
    ),
    (
        "Free for internal use and most products. Model services and coding or office assistants need a licence "
        "from Alibaba above USD 50 million of revenue; very large products must show its name."
    ),
    (
        "Model services, and assistants for coding or office work, need a separate licence from Qwen above 50 "
        "million USD of revenue in any 12 months; internal use is exempt. Products with over 100 million monthly "
        "users or over 20 million USD of monthly revenue show the name of the model."
    ),
    "Free for research and for small companies (below USD 1 million of annual revenue).",
    "Non-commercial use, or commercial use below 1 million USD annual revenue; a licence from Reka above it.",
    "Free for business up to USD 1 million of annual revenue; above it a paid licence is needed.",
    (
        "Register commercial use; above 1 million USD of annual revenue (with affiliates) the licence ends and an"
        ' enterprise licence is needed; show "Powered by Stability AI".'
    ),
    "Business use allowed; derivatives must credit Solar.",
    (
        "Modelled on Apache 2.0 with a duty to credit Solar for the model and its derivatives; not the licence of"
        " the Apache Software Foundation."
    ),
    "Business use needs a written authorisation by 01.AI first; later Yi releases are Apache 2.0.",
    (
        "Non-commercial use only, until 01.AI grants a written authorisation for commercial purposes (which may "
        "add conditions); no military or unlawful use; name the source; pass on the agreement; mark changes. Law "
        "of mainland China."
    ),
)
