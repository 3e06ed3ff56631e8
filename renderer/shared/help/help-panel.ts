import { ref } from 'vue'

/** Whether the help stands at the right of the page; it stays while pages change and then shows the chapter of each. */
export const helpIsOpen = ref(false)
