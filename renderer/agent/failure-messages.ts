import type { Failure, FailureCode } from '../../domain/contracts/failure.ts'

interface FailureWords {
  words: string
  /** Whether the same request may succeed when simply made again. */
  tryAgain: boolean
}

/** The words for every failure; a code without words does not compile. */
export const FAILURE_MESSAGES: Record<FailureCode, FailureWords> = {
  'invalid-input': { words: '填写的内容有误，请按提示修改后再提交', tryAgain: false },
  'not-signed-in': { words: '登录已失效，请重新登录；已填写的内容保存在草稿中', tryAgain: false },
  'wrong-credentials': { words: '手机号码、密码或短信验证码不正确，请核对', tryAgain: false },
  'account-locked': { words: '连续登录失败次数过多，账号已暂时锁定，请稍后再试或找回密码', tryAgain: false },
  'not-allowed': { words: '当前账号没有这项操作的权限', tryAgain: false },
  'not-found': { words: '没有找到要处理的内容，可能已被删除或更改，请刷新后再试', tryAgain: false },
  'already-taken': { words: '已被注册或占用，请核对', tryAgain: false },
  conflict: { words: '内容已在别处修改，请刷新后核对再提交', tryAgain: false },
  'too-many-requests': { words: '操作过于频繁，请稍后再试', tryAgain: true },
  'proof-rejected': { words: '滑块验证已失效，请重新拖动滑块', tryAgain: false },
  'sms-code-wrong': { words: '短信验证码不正确，请核对最近一条短信', tryAgain: false },
  'sms-code-expired': { words: '短信验证码已过期，请重新发送', tryAgain: false },
  'sms-not-sent': { words: '短信没有发送成功，请稍后重新发送', tryAgain: true },
  'identity-service-unavailable': {
    words: '实名认证服务暂时无法使用，资料已保存，请稍后重试',
    tryAgain: true,
  },
  'verification-required': { words: '请先完成法定代表人实名认证', tryAgain: false },
  'attachment-incomplete': { words: '文件还没有上传完整，请等待上传完成后再试', tryAgain: true },
  'attachment-refused': { words: '文件不符合要求，请更换文件', tryAgain: false },
  'server-unreachable': { words: '连接不到服务器，已填写的内容保存在本机，联网后可继续', tryAgain: true },
  'server-answer-unusable': { words: '服务器的应答无法识别，请稍后重试', tryAgain: true },
  'client-too-old': { words: '客户端版本过低，请更新客户端后再试', tryAgain: false },
  'server-too-old': { words: '服务器版本低于客户端，请联系系统管理员', tryAgain: false },
  'workstation-revoked': {
    words: '本工作站已被停用，不再同步；未同步的内容仍在本机，可在“本机数据”中导出',
    tryAgain: false,
  },
  'needs-connection': { words: '这项操作需要联网，请检查网络后重试', tryAgain: true },
  'storage-full': { words: '本机磁盘空间不足，请清理磁盘后重试', tryAgain: true },
  'storage-damaged': { words: '本机数据文件已损坏，请联系系统管理员，不要卸载客户端', tryAgain: false },
  'printer-unavailable': { words: '没有找到标签打印机，请检查 USB 连接和电源', tryAgain: true },
  'printer-busy': { words: '标签打印机正被其他程序使用，请关闭该程序后重试', tryAgain: true },
  'printer-no-permission': { words: '没有使用标签打印机的权限，请联系系统管理员', tryAgain: false },
  'printer-not-ready': { words: '标签打印机未就绪，请检查标签纸、碳带和机盖', tryAgain: true },
  'printer-not-accepting': { words: '标签打印机没有接收数据，请检查打印机后重试', tryAgain: true },
  internal: { words: '程序出现意外错误，请重试；仍然出现时请重新打开客户端', tryAgain: true },
}

/** One sentence for the user: the failure's own where it is more exact, else the code's, with the waiting time where there is one. */
export function failureText(failure: Failure): string {
  const text = failure.message ?? FAILURE_MESSAGES[failure.code].words
  return failure.retryAfterSeconds === undefined || failure.message !== undefined
    ? text
    : `${text}（${waitingTime(failure.retryAfterSeconds)}后可重试）`
}

function waitingTime(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} 秒` : `${Math.ceil(seconds / 60)} 分钟`
}
