// @ts-check
// What the packages of every system say of the product, once.

export const product = {
  id: 'unroll',
  name: 'Unroll',
  appId: 'lab.unroll',
  /** Debian wants an address; whoever publishes the package puts theirs here. */
  maintainer: 'The Unroll authors <authors@unroll.invalid>',
  /** By the language tags of desktop entries; the first is the one without a tag. */
  summaries: {
    en: 'See recurrent networks learn, and why they do not',
    zh_CN: '观察循环神经网络如何学习，以及为何学不会',
  },
  genericNames: { en: 'Lab for Recurrent Networks', zh_CN: '循环神经网络实验室' },
  categories: ['Science', 'Education', 'ArtificialIntelligence'],
  keywords: ['RNN', 'LSTM', 'GRU', 'BPTT', 'machine learning', 'neural network'],
}

/** The languages of Chromium's own few texts that come along: those that the app speaks. */
export const chromiumLocales = ['en-US', 'zh-CN']

/** Width and height in pixels of the icons. */
export const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512]

/** Debian's names of the libraries that the runtime links to, and what else it starts. */
export const debianDependencies = [
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatk1.0-0 | libatk1.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libc6 (>= 2.28)',
  'libcairo2',
  'libcups2 | libcups2t64',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libglib2.0-0 | libglib2.0-0t64',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
]
