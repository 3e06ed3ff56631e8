import { join } from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'

/**
 * Turns off, inside the packed binary, every way to make our program run something else than our asar. All fuses are named (strictlyRequireAllFuses), so that a new
 * one in a later Electron stops the build until somebody has decided about it.
 */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo
  const executable = {
    win32: `${packager.platformSpecificBuildOptions.executableName ?? productFilename}.exe`,
    darwin: `${productFilename}.app/Contents/MacOS/${productFilename}`,
  }[electronPlatformName]
  await flipFuses(join(appOutDir, executable ?? packager.executableName), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  })
}
