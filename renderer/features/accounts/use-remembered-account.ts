import { ref, type Ref } from 'vue'

/**
 * 记住账号 for as long as this window is open: a phone number is personal data and is not left on the disk for the next user of the
 * workstation.
 */
const remembered = { mobile: '', wanted: true }

export function useRememberedAccount(): {
  mobile: string
  wanted: Ref<boolean>
  remember: (mobile: string) => void
} {
  const wanted = ref(remembered.wanted)
  return {
    mobile: remembered.mobile,
    wanted,
    remember: (mobile) => {
      remembered.wanted = wanted.value
      remembered.mobile = wanted.value ? mobile : ''
    },
  }
}
