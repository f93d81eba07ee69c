-- What a person does in Neovim with `wfk lsp`, as a script: each step prints what the editor shows.
-- Run by tests/language_server/test_neovim.py, in a copy of the folder `project`.

local function say(text) io.stdout:write(text .. "\n") end

local client_id = vim.lsp.start_client({
  name = "wfk",
  cmd = { vim.env.WFK_PYTHON, "-c", "from workflowkit.entry import main; main()", "lsp" },
  root_dir = vim.fn.getcwd(),
})

local function open(name)
  say("\n:edit " .. name)
  vim.cmd("edit " .. name)
  vim.bo.filetype = "json"
  vim.lsp.buf_attach_client(0, client_id)
  vim.wait(30000, function() return vim.lsp.buf_get_clients(0)[client_id] ~= nil end, 50)
end

local function settled(wanted)
  vim.wait(30000, function() return wanted(vim.diagnostic.get(0)) end, 50)
end

local function show_diagnostics()
  for _, each in ipairs(vim.diagnostic.get(0)) do
    local where = vim.fn.expand("%") .. ":" .. each.lnum + 1 .. ":" .. each.col + 1
    say(where .. ": " .. each.code .. " " .. each.message)
  end
end

local function cursor_at(pattern, inside)
  vim.fn.cursor(1, 1)
  vim.fn.search(pattern, "cW")
  local place = vim.fn.getpos(".")
  vim.fn.cursor(place[2], place[3] + inside)
end

local function request(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 30000)
  local answer = answers and answers[client_id]
  if answer and answer.err then say("error: " .. answer.err.message) end
  return answer and answer.result
end

-- A broken file, and its findings.
open("workflows/release.json")
settled(function(found) return #found >= 3 end)
show_diagnostics()

-- A fix.
cursor_at("clarificationPrompt", 2)
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = {} }
for _, action in ipairs(request("textDocument/codeAction", params)) do
  if action.kind == "quickfix" and action.title:find("clarificationPrompts") then
    say("\ncode action: " .. action.title)
    vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
    break
  end
end
say(vim.fn.getline(vim.fn.search("clarificationPrompts", "cw")))
settled(function(found) return #found == 2 end)
show_diagnostics()

-- A context key, renamed in every file that shares it.
cursor_at("risk_level", 2)
params = vim.lsp.util.make_position_params()
params.newName = "danger"
say("\nrename risk_level to danger")
local edit = request("textDocument/rename", params)
vim.lsp.util.apply_workspace_edit(edit, "utf-16")
vim.cmd("silent wall")
for _, name in ipairs({ "workflows/release.json", "workflows/hotfix.json", "routines/assess.json" }) do
  for number, line in ipairs(vim.fn.readfile(name)) do
    if line:find("danger") then say(name .. ":" .. number .. ": " .. vim.trim(line)) end
  end
end

-- Into the routine.
open("workflows/release.json")
cursor_at("wr.templates.routine.assess", 5)
say("\ngo to definition of wr.templates.routine.assess")
local found = request("textDocument/definition", vim.lsp.util.make_position_params())
vim.lsp.util.jump_to_location(found[1], "utf-16")
say(vim.fn.fnamemodify(vim.fn.expand("%"), ":.") .. ":" .. vim.fn.line(".") .. ": " .. vim.trim(vim.fn.getline(".")))

-- The prompt, as the agent gets it.
open("workflows/hotfix.json")
cursor_at('"id": "patch"', 8)
say("\nhover on step patch")
local hover = request("textDocument/hover", vim.lsp.util.make_position_params())
say(hover.contents.value)

vim.lsp.stop_client(client_id)
vim.wait(500, function() return false end)
vim.cmd("qall!")
