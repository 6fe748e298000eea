// Builds static/build/ from node_modules and our own css and js: `npm ci && npm run build`.
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

import * as esbuild from "esbuild"
import * as sass from "sass"

const here = dirname(fileURLToPath(import.meta.url))
const modules = join(here, "..", "node_modules")
// what is built stands in its place when all of it is there: a build that is killed leaves no half of one
const build = join(here, "build.new")

// Typst ships no sans font: typeset sets every printed document in these.
const fonts = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique", "DejaVuSansMono"]

async function buildCss() {
  for (const name of ["portal", "offline"]) {
    const result = sass.compile(join(here, "css", `${name}.scss`), {
      loadPaths: [modules],
      quietDeps: true,
      style: "compressed",
    })
    await writeFile(join(build, `${name}.css`), result.css)
  }
}

async function buildJs() {
  await esbuild.build({
    absWorkingDir: join(here, ".."),
    entryPoints: ["minutes", "offline", "papers", "passkeys", "portal", "supported"].map((name) => join(here, "js", `${name}.js`)),
    bundle: true,
    format: "esm",
    legalComments: "none",
    minify: true,
    outdir: build,
    target: "es2020",
  })
}

async function copyFonts() {
  await mkdir(join(build, "fonts"))
  const folder = join(modules, "dejavu-fonts-ttf", "ttf")
  await Promise.all(fonts.map((font) => copyFile(join(folder, `${font}.ttf`), join(build, "fonts", `${font}.ttf`))))
}

async function govukVersion() {
  return JSON.parse(await readFile(join(modules, "govuk-frontend", "package.json"), "utf8")).version
}

await rm(build, { force: true, recursive: true })
await mkdir(build)
await Promise.all([buildCss(), buildJs(), copyFonts()])
await rm(join(here, "build"), { force: true, recursive: true })
await rename(build, join(here, "build"))
console.log(`Built static/build/ with govuk-frontend ${await govukVersion()}.`)
