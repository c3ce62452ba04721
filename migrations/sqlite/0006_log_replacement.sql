-- What had been merged into a resource by a log position is found in the log.
CREATE INDEX log_replacement ON log (document ->> '$.withdrawal.replacedById') WHERE action = 'withdraw';
