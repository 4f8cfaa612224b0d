/**
 * The two atomic steps of the throttle, as Redis scripts. Both take the same keys: wait, known, and the counters of
 * pair, account, address and minute. The numbers are in throttle.ts.
 */
/**
 * Arguments: limit and window of the four counters, then the waits after the pair's limit. Returns {rule, seconds} when
 * the guess must wait (0 the pair, 1 the account, 2 and 3 the address), or {-1, count of the account} when it was
 * counted.
 */
export const TAKE = `local wait, known = KEYS[1], KEYS[2]
local left = redis.call("TTL", wait)
if left > 0 then return {0, left} end
if redis.call("EXISTS", known) == 0 then
  for rule = 1, 3 do
    local counter, limit = KEYS[rule + 3], tonumber(ARGV[2 * rule + 1])
    if tonumber(redis.call("GET", counter) or "0") >= limit then
      return {rule, math.max(redis.call("TTL", counter), 1)}
    end
  end
end
local counts = {}
for rule = 0, 3 do
  counts[rule] = redis.call("INCR", KEYS[rule + 3])
  if counts[rule] == 1 then redis.call("EXPIRE", KEYS[rule + 3], ARGV[2 * rule + 2]) end
end
local over = counts[0] - tonumber(ARGV[1])
if over >= 0 then
  local seconds = tonumber(ARGV[9 + over] or ARGV[#ARGV])
  redis.call("SET", wait, "1", "EX", seconds)
  -- The count must outlive the wait, or the doubling would start again.
  redis.call("EXPIRE", KEYS[3], seconds + tonumber(ARGV[2]))
end
return {-1, counts[1]}`;

/** Takes one guess back. Counters whose window has ended are left alone. Argument: the pair's limit. */
export const GIVE_BACK = `
for key = 3, 6 do
  if tonumber(redis.call("GET", KEYS[key]) or "0") > 0 then redis.call("DECR", KEYS[key]) end
end
if tonumber(redis.call("GET", KEYS[3]) or "0") < tonumber(ARGV[1]) then redis.call("DEL", KEYS[1]) end
return 0`;
