import type { Language } from '../narrate.ts';
import { en } from './words/en.ts';
import type { SharedWords } from './words/words.ts';
import { zhCN } from './words/zh-CN.ts';

/** One translation for what both faces say; each adds the words for its keys, its pointer and its layout. */
export const SHARED_WORDS: Readonly<Record<Language, SharedWords>> = { en, 'zh-CN': zhCN };
