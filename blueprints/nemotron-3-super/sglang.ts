/**
 * SGLang keeps the states of Mamba layers for each token, and sets its pages to one token whatever it is told. Source: sgl-project/sglang
 * python/sglang/srt/server_args.py (`no_buffer`), 2026-05.
 */
export const PAGE_TOKENS = 1;
