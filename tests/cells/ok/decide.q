%q concourse concourse/tea.csv
---
%%q decide
# first meeting
merge T1 T3: the same thought
drop T10: about the kettle
reword T5 "Sugar is for bad tea.": plainer
keep T6 T7: opposite in sense
