%%q survey
name: Tea
condition: What is tea to you?
grid: -1:1,0:3,1:1

# Consent
It is stored.

# Statements
Hot
Sweet
Strong
