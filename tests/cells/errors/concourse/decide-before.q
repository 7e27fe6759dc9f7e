%q decide drop T1 --because off
