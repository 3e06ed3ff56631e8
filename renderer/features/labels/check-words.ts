import type { LabelCheckState } from '../../../domain/labels/label-check.ts'

interface CheckWords {
  kind: 'good' | 'attention' | 'bad'
  title: string
  explanation: string
}

/** The same verdicts as on the page that a phone opens, in words for whoever checks at a workstation. */
export const CHECK_WORDS: Record<LabelCheckState, CheckWords> = {
  genuine: { kind: 'good', title: '有效', explanation: '由下列机构签发，请与标签和现场核对。' },
  expired: {
    kind: 'attention',
    title: '已过期',
    explanation: '标签真实，已过下次维保日期，应当再次维护保养。',
  },
  withdrawn: {
    kind: 'bad',
    title: '已作废',
    explanation: '签发机构已作废这张标签，不能作为维护保养的凭证。',
  },
  unreported: {
    kind: 'attention',
    title: '签名真实，机构尚未上报',
    explanation: '登记内容还没有同步到服务器，请稍后再查。',
  },
  'key-revoked': {
    kind: 'bad',
    title: '签发密钥已停用',
    explanation: '签发这张标签的密钥已停用，也没有登记记录，请向签发机构核实。',
  },
  forged: { kind: 'bad', title: '签名不符', explanation: '签名与内容不一致，标签可能是伪造的。' },
  'unknown-key': {
    kind: 'bad',
    title: '签名不符',
    explanation: '不是本系统登记的机构签发的标签，可能是伪造的。',
  },
  'unknown-serial': { kind: 'bad', title: '不存在', explanation: '没有这个编号的标签，请对照标签逐字核对。' },
  unreadable: {
    kind: 'attention',
    title: '不是标签编号或标签上的二维码',
    explanation: '编号形如 7K2M-000123-H；扫码时请对准标签右侧的二维码。',
  },
}

/** What the offline verdict leaves open. */
export const OFFLINE_WORDS: Partial<Record<LabelCheckState, string>> = {
  genuine: '按已公布的密钥核对了签名；是否已作废，联网后再查。',
  expired: '按已公布的密钥核对了签名；是否已作废，联网后再查。',
  'unknown-key': '本机保存的密钥中没有它的签发密钥，可能是新登记的机构，请联网后再查。',
  'unknown-serial': '本机构的标签中没有这个编号，其他机构的标签请扫二维码或联网后再查。',
}
