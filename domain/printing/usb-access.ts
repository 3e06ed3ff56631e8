import { z } from 'zod'

/** What would be installed so that the user may use USB printers directly, word for word. */
export const UsbAccessPlan = z.object({
  /** False: nothing is needed here (not Linux), or the rule is there already. */
  isNeeded: z.boolean(),
  /** Why nothing is needed, or what to know first; Chinese. */
  note: z.string(),
  path: z.string(),
  content: z.string(),
  /** As it is run, ready to be typed by an administrator. */
  command: z.string(),
})
export type UsbAccessPlan = z.infer<typeof UsbAccessPlan>

export const UDEV_RULE_PATH = '/etc/udev/rules.d/70-fire-service-label-printer.rules'

/**
 * Printers only (interface class 07, subclass 01), and only for whoever sits at the computer: uaccess gives the signed-in user of the seat access, nobody else.
 * The file's number lies before 73-seat-late.rules, where systemd hands the access out.
 */
export const UDEV_RULE = `# 消防技术服务机构客户端：允许当前登录用户直接使用 USB 标签打印机（仅打印机类 0701）
ACTION!="remove", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ENV{ID_USB_INTERFACES}=="*:0701*:*", TAG+="uaccess"
`

/** One shell line for pkexec: the file is written whole, then printers that are plugged in are looked at anew. */
export const UDEV_INSTALL_SCRIPT = `set -e; umask 022; cat > ${UDEV_RULE_PATH}.new; mv ${UDEV_RULE_PATH}.new ${UDEV_RULE_PATH}; udevadm control --reload; udevadm trigger --subsystem-match=usb --action=change`
