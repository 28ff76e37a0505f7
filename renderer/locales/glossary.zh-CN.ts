/** 术语表的文字；词条本身两种语言都有。 */
export const glossaryZhCN = {
  glossary: {
    title: '术语表',
    note: '每个术语都有中英文、公式，以及在哪里可以看到。',
    open: '术语表……',
    close: '关闭',
    search: '用中文或英文搜索',
    none: '没有这样的术语。',
    tip: '这是什么？',
    seen: '在这里可以看到：{place}',
    go: '前往',
    within: '{section}，{name}',
    command: '命令行，{command}',
  },
}
