-- A picture that is kept on another site is never fetched: its place says so. On a page so does that of every picture.
local keep = FORMAT == "typst"

function Image(picture)
  local words = pandoc.utils.stringify(picture.caption)
  local elsewhere = picture.src:match("^%a[%w+.-]*:") or picture.src:match("^//") or picture.src:match("^%.*/")
  if keep and not elsewhere then
    return nil
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
