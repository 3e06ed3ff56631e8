import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { faceAssets } from './face-assets-plugin.ts'

const root = join(import.meta.dirname, '..')

/** The page behind the QR code of 手机人脸认证: static files that the sync server serves under /verify/assets/. */
export default defineConfig({
  root: join(root, 'renderer/phone-verification'),
  base: '/verify/',
  plugins: [vue(), faceAssets('assets/face')],
  worker: { format: 'es' },
  build: {
    outDir: join(root, 'out/phone-verification'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    // Phones are older than our Electron: OffscreenCanvas in workers is in Safari since 16.4.
    target: ['es2022', 'safari16.4', 'chrome100'],
  },
})
