"""The texts of prompts: words, phases, sizes, delegation, and what they mention."""
