%%q survey
name: Tea
condition: What is tea to you?
grid: -1:1,0:1,1:1

# Questions
cups: How many cups a day?

# Consent
It is stored.

# Statements
Hot
Sweet
Strong
