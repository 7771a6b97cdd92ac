-- What wrk sends: the requests of a file that `lozenge-bench requests` wrote, each connection the next one.
--
--   wrk … -s Deploy/bench.lua URL -- FILE once|again MILLISECONDS
--
-- `once` ends with the file, `again` begins it anew; with MILLISECONDS each connection waits so long between two requests,
-- by chance between none and twice that. The last line printed is a JSON object of what was found.

local ffi = require("ffi")
ffi.cdef [[
    typedef struct { long seconds; long nanoseconds; } moment;
    int clock_gettime(int clock, moment *now);
]]

local function now()
    local moment = ffi.new("moment")
    ffi.C.clock_gettime(1, moment)
    return tonumber(moment.seconds) + tonumber(moment.nanoseconds) / 1e9
end

local threads = {}

function setup(thread)
    thread:set("place", #threads)
    table.insert(threads, thread)
end

function init(arguments)
    local file = assert(io.open(arguments[1], "rb"))
    requests = {}
    local index = 0
    while true do
        local length = file:read("*l")
        if not length then break end
        local text = file:read(tonumber(length))
        if index % 2 == place then requests[#requests + 1] = text end
        index = index + 1
        first_request = first_request or text
    end
    file:close()
    -- Fewer requests than threads: everybody has the one.
    if #requests == 0 then requests[1] = first_request end
    repeats = arguments[2] == "again"
    sent = 0
    began = 0
    ended = 0
    local pause = tonumber(arguments[3] or 0)
    if pause > 0 then
        math.randomseed(place + 1)
        function delay() return math.floor(2 * pause * math.random() + 0.5) end
    end
end

function request()
    if sent == 0 then began = now() end
    sent = sent + 1
    if sent > #requests then
        if repeats then
            sent = 1
        else
            -- What this connection still sends is not waited for.
            if ended == 0 then ended = now() end
            wrk.thread:stop()
            return requests[#requests]
        end
    end
    return requests[sent]
end

function done(summary, latency, _)
    local first, last = math.huge, 0
    for _, thread in ipairs(threads) do
        local its_end = thread:get("ended")
        first = math.min(first, thread:get("began"))
        last = math.max(last, its_end)
    end
    local seconds = last > 0 and last - first or summary.duration / 1e6
    local errors = summary.errors
    print(string.format(
        '{"requests":%d,"seconds":%.4f,"perSecond":%.1f,"p50Ms":%.3f,"p99Ms":%.3f,"failed":%d}',
        summary.requests, seconds, summary.requests / seconds, latency:percentile(50) / 1000,
        latency:percentile(99) / 1000,
        errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
