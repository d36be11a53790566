// Errors of the element itself, in 简体中文.
import { READING, RUNS, type Translations, translator, VALUES } from '@gd-trainer/sdk/zh-CN';

export const PAGE_ERRORS: Translations = {
  '{} holds no list of data sets': '{0} 里没有数据集的列表',
  'check the attribute sets': '请检查属性 sets',
  '{} could not be read': '{0} 无法读取',
  'from a file:// page, hold the CSV in a <script type="text/csv">':
    '从 file:// 打开的网页，请把 CSV 放进 <script type="text/csv">',
  'check the address; if {} keeps it to itself (CORS), put it beside this page':
    '请检查地址；若 {0} 不允许其他网站读取（CORS），请把文件放到本页所在的目录',
  '{} answered {}': '{0} 返回 {1}',
  'check the address': '请检查地址',
  'expected at most {} MiB of data, got more': '数据应不超过 {0} MiB',
  'take fewer rows or columns, or train in the terminal, which has no such limit':
    '请减少行或列，或改在终端里训练，那里没有这个限制',
  'expected CSV, got a web page': '应为 CSV，却是网页',
  'expected a column of numbers to predict, got none': '没有可作预测目标的数值列',
  'name the file itself': '请给出文件本身的地址',
  'a part of the page could not be loaded': '页面的一部分没能加载',
  'check the connection, and try again': '请检查网络，然后重试',
  'the pane {} shows no chart': '面板 {0} 没有图',
  'ask for one that the page shows': '请选页面上显示的面板',
  'there is no run yet': '训练还没有开始',
  'wait for the event gd-ready': '请等待事件 gd-ready',
};

let told: ((text: string) => string) | undefined;

/** Message or hint of an error that the element can meet. */
export function inChinese(text: string): string {
  told ??= translator(PAGE_ERRORS, VALUES, READING, RUNS);
  return told(text);
}
