%%q survey
name: Tea
gird: -1:1,0:1,1:1

# Consent
It is stored.

# Statements
Hot
Sweet
Strong
