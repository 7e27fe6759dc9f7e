%%q survey
name: Tea
condition: What is tea to you?
grid: -1:1,0:1,1:1

# Concent
It is stored.
