/** Everything that may be wrong with camera, microphone or detector, as the person at the screen can mend it. */
export const CAMERA_TROUBLES = [
  'not-secure',
  'no-camera',
  'no-microphone',
  'refused-by-application',
  'refused-by-system',
  'busy',
  'unplugged',
  'revoked',
  'not-supported',
  'model-missing',
  'not-responding',
  'slow-computer',
] as const
export type CameraTrouble = (typeof CAMERA_TROUBLES)[number]

/** One reason and one thing to do. */
export const CAMERA_TROUBLE_WORDS: Record<CameraTrouble, { title: string; advice: string }> = {
  'not-secure': {
    title: '这个页面不能使用摄像头',
    advice: '浏览器只允许带受信任证书的 https 网址使用摄像头。请用电脑端的“PC 人脸认证”，或申请人工审核',
  },
  'no-camera': {
    title: '没有找到摄像头',
    advice: '请接好摄像头后点“重新检测”；没有摄像头时可改用手机人脸认证',
  },
  'no-microphone': {
    title: '没有找到麦克风',
    advice: '请接好麦克风或带麦克风的耳机后点“重新检测”',
  },
  'refused-by-application': {
    title: '没有使用摄像头和麦克风的权限',
    advice: '请在地址栏或窗口的权限设置中允许使用摄像头和麦克风，然后点“重新检测”',
  },
  'refused-by-system': {
    title: '操作系统不允许使用摄像头或麦克风',
    advice: '请在系统设置的“隐私”中打开摄像头和麦克风，并允许桌面应用使用，然后点“重新检测”',
  },
  busy: {
    title: '摄像头正被其他程序使用',
    advice: '请关闭正在使用摄像头的会议、聊天等程序，然后点“重新检测”',
  },
  unplugged: {
    title: '摄像头已断开',
    advice: '请检查摄像头的连接，接好后点“重新检测”；这一次认证需要重新开始',
  },
  revoked: {
    title: '摄像头权限已被收回',
    advice: '请重新允许使用摄像头和麦克风，然后点“重新检测”；这一次认证需要重新开始',
  },
  'not-supported': {
    title: '摄像头不支持需要的画面',
    advice: '请在“摄像头”中换一个再试，或改用手机人脸认证',
  },
  'model-missing': {
    title: '人脸检测组件没有加载成功',
    advice: '请点“重新检测”；仍不成功时请重新安装客户端，或申请人工审核',
  },
  'slow-computer': {
    title: '这台设备现在太慢，看不清动作',
    advice: '请关闭其他程序后点“重新检测”，或改用另一种方式；没有用掉次数',
  },
  'not-responding': {
    title: '人脸检测没有应答',
    advice: '请关闭其他占用资源的程序后点“重新检测”，或改用手机人脸认证',
  },
}

/** What getUserMedia's rejection means; `wanted` tells which device a NotFoundError misses. */
export function cameraTroubleOf(error: unknown, cameras: number): CameraTrouble {
  if (!(error instanceof Error)) return 'not-supported'
  switch (error.name) {
    case 'NotFoundError':
      return cameras > 0 ? 'no-microphone' : 'no-camera'
    case 'NotAllowedError':
      // Chromium tells a switch of the system apart only by its words ("Permission denied by system").
      return /system/i.test(error.message) ? 'refused-by-system' : 'refused-by-application'
    case 'NotReadableError':
    case 'AbortError':
      return 'busy'
    case 'SecurityError':
      return 'not-secure'
    default:
      return 'not-supported'
  }
}

/** Carries a trouble through promises. */
export class CameraTroubleError extends Error {
  readonly trouble: CameraTrouble

  constructor(trouble: CameraTrouble) {
    super(trouble)
    this.name = 'CameraTroubleError'
    this.trouble = trouble
  }
}
