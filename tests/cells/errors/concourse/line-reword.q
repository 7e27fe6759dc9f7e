%q concourse concourse/tea.csv
---
%%q decide

reword T5 Sugar is for bad tea: plainer
