-- A picture that is kept on another site is never fetched: its place says so. On a page so does that of every picture.
-- In print a picture keeps the words that its writer gave it, for those who don't see it: pandoc alone drops them.
local keep = FORMAT == "typst"

local function with_words(picture, words)
  local quoted = words:gsub('[\\"]', "\\%0"):gsub("%s+", " ")
  local before = string.format('#[#set image(alt: "%s");', quoted)
  return { pandoc.RawInline("typst", before), picture, pandoc.RawInline("typst", "]") }
end

function Image(picture)
  local words = pandoc.utils.stringify(picture.caption)
  local elsewhere = picture.src:match("^%a[%w+.-]*:") or picture.src:match("^//") or picture.src:match("^%.*/")
  if keep and not elsewhere then
    return words ~= "" and with_words(picture, words) or nil
  end
  local said = elsewhere and "Picture left out: it is kept on another site" or "Picture"
  if words ~= "" then
    said = said .. ": " .. words
  end
  if not elsewhere then
    said = said .. ". It is in the file."
  end
  return pandoc.Emph({ pandoc.Str("[" .. said .. "]") })
end
